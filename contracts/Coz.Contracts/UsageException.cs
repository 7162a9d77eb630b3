namespace Coz.Contracts;

/// <summary>A fault in what the user asked for (an unknown name, key or value). The host exits with 2 instead of 1.</summary>
/// <param name="message">One line for the user.</param>
public sealed class UsageException(string message) : CozException(message);
