namespace Coz.Toolkit;

/// <summary>A number of each axis.</summary>
/// <param name="Rows">That of the vertical axis.</param>
/// <param name="Columns">That of the horizontal axis.</param>
public readonly record struct AxisPair(double Rows, double Columns);
