namespace Coz.Host.Runs;

/// <summary>A run as its folder shows it.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="State">running, paused, completed, stopped, failed, or interrupted: it ended without a word.</param>
/// <param name="Started">When it was first started; null if it said nothing yet.</param>
/// <param name="Progress">How far it said to be, in a line; empty if it did not.</param>
public sealed record RunSummary(string Experiment, RunFolder Folder, string State, DateTimeOffset? Started, string Progress);
