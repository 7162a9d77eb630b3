namespace Coz.Contracts;

/// <summary>A line for the reader of the run.</summary>
/// <param name="Text">One line.</param>
/// <param name="IsWarning">True if the reader should look at it.</param>
public sealed record MessageEvent(string Text, bool IsWarning = false) : RunEvent;
