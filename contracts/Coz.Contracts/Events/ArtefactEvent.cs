namespace Coz.Contracts;

/// <summary>A file the run leaves behind: a table, a checkpoint, a report.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Path">The file, relative to the run's folder where it lies inside.</param>
public sealed record ArtefactEvent(string Name, string Path) : RunEvent;
