namespace Coz.Contracts.Devices;

/// <summary>A reason why a pair was rejected.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Text">One line: what was measured, and the limit.</param>
public sealed record Rejection(RejectionKind Kind, string Text);
