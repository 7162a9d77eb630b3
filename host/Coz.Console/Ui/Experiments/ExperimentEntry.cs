namespace Coz.Console.Ui.Experiments;

/// <summary>An experiment in the list.</summary>
/// <param name="Name">Its file's name, without the ending.</param>
/// <param name="Path">Its file, absolute.</param>
/// <param name="RunName">The name of its folder under runs/.</param>
/// <param name="Lines">The resolved experiment, a value with its origin a line; empty if it is malformed.</param>
/// <param name="Fault">Why it cannot be started, in one line; null if it can.</param>
internal sealed record ExperimentEntry(string Name, string Path, string RunName, IReadOnlyList<ResolvedLine> Lines, string? Fault);
