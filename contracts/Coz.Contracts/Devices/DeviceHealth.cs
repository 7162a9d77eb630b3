namespace Coz.Contracts.Devices;

/// <summary>A change of a device's health, for whoever watches over it.</summary>
/// <param name="State">Its state now.</param>
/// <param name="Text">What happened, in a line.</param>
/// <param name="Fault">The kind of fault; null if it is none.</param>
/// <param name="Time">When.</param>
public sealed record DeviceHealth(DeviceState State, string Text, FaultKind? Fault, DateTimeOffset Time);
