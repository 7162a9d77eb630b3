namespace Coz.Contracts;

/// <summary>Something went wrong.</summary>
/// <param name="Text">One line: what, where, expected and got, what to do.</param>
/// <param name="IsFatal">True if the run ends with it.</param>
/// <param name="Detail">For the log: the exception with its stack trace; null if there is none.</param>
public sealed record FaultEvent(string Text, bool IsFatal, string? Detail = null) : RunEvent;
