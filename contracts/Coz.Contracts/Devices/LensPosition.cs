namespace Coz.Contracts.Devices;

/// <summary>Where a zoom motor says it stands.</summary>
/// <param name="Value">The position, in the lens's unit.</param>
/// <param name="IsKnown">False after a start, an alarm, a stall or a reset, until it is homed: the value is then worth nothing.</param>
public readonly record struct LensPosition(double Value, bool IsKnown);
