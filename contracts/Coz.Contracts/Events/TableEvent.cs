namespace Coz.Contracts;

/// <summary>A table for the reader of the run, its cells formatted.</summary>
/// <param name="Title">One line above it.</param>
/// <param name="Columns">The heads of its columns.</param>
/// <param name="Rows">Its rows, each with one cell a column.</param>
public sealed record TableEvent(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : RunEvent;
