namespace Coz.Contracts.Devices;

/// <summary>An exposure is about to be made. Whoever finds this line without a frame after it looks for that exposure on the camera.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Position">Where the lens stands.</param>
/// <param name="Held">The ids of the exposures that the camera held before.</param>
public sealed record StepStarted(int Step, double Position, IReadOnlyList<string> Held) : SessionEntry;
