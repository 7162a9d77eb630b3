namespace Coz.Toolkit;

/// <summary>The sizes of an LR-HR pair, in pixels.</summary>
/// <param name="LrHeight">LR rows.</param>
/// <param name="LrWidth">LR columns.</param>
/// <param name="HrHeight">HR rows.</param>
/// <param name="HrWidth">HR columns.</param>
public sealed record PairSize(int LrHeight, int LrWidth, int HrHeight, int HrWidth);
