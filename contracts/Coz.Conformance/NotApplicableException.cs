namespace Coz.Conformance;

/// <summary>A check asks for something that the part says it does not do.</summary>
/// <param name="message">Why.</param>
public sealed class NotApplicableException(string message) : Exception(message);
