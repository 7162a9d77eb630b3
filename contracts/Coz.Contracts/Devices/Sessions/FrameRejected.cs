namespace Coz.Contracts.Devices;

/// <summary>An exposure was not good enough and is taken again.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Ticket">The exposure's id on the camera.</param>
/// <param name="Reason">Why, in a line.</param>
public sealed record FrameRejected(int Step, string Ticket, string Reason) : SessionEntry;
