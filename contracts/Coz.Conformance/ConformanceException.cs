namespace Coz.Conformance;

/// <summary>A part is not what its contract says.</summary>
/// <param name="message">What was expected and what was seen.</param>
public sealed class ConformanceException(string message) : Exception(message);
