namespace Coz.Contracts.Devices;

/// <summary>The camera has let go of an exposure.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Ticket">The exposure's id on the camera.</param>
public sealed record FrameReleased(int Step, string Ticket) : SessionEntry;
