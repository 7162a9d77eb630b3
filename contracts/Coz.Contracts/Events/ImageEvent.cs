namespace Coz.Contracts;

/// <summary>An image the run wrote for its reader to look at.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Path">The file, relative to the run's folder.</param>
/// <param name="Step">The step it belongs to; 0 if none.</param>
public sealed record ImageEvent(string Name, string Path, long Step = 0) : RunEvent;
