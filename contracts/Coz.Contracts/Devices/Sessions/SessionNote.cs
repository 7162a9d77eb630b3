namespace Coz.Contracts.Devices;

/// <summary>Something happened: a fault, a pause, a recovery.</summary>
/// <param name="Text">One line.</param>
/// <param name="Fault">The kind of fault; null if it is none.</param>
public sealed record SessionNote(string Text, FaultKind? Fault = null) : SessionEntry;
