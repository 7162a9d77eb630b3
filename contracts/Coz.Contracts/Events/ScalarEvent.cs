namespace Coz.Contracts;

/// <summary>A number that is followed over steps: a loss, a learning rate, a PSNR.</summary>
/// <param name="Name">The series, with <c>/</c> between its parts: <c>train/loss</c>.</param>
/// <param name="Step">The step it belongs to.</param>
/// <param name="Value">The value; its unit is part of the name where it is not obvious.</param>
public sealed record ScalarEvent(string Name, long Step, double Value) : RunEvent;
