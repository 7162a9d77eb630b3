namespace Coz.Contracts.Devices;

/// <summary>Every step has its frame.</summary>
/// <param name="Frames">How many.</param>
public sealed record SessionClosed(int Frames) : SessionEntry;
