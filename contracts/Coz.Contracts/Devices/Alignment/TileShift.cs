namespace Coz.Contracts.Devices;

/// <summary>What one tile says of the final warp.</summary>
/// <param name="X">The tile's centre, a column of the reference image.</param>
/// <param name="Y">The tile's centre, a row of the reference image.</param>
/// <param name="ShiftX">The shift that is left along x, in reference pixels.</param>
/// <param name="ShiftY">The shift that is left along y, in reference pixels.</param>
/// <param name="IsHeldOut">True if the tile had no part in fitting the warp.</param>
/// <param name="Weight">How well the tile can be located, 0 to 1.</param>
public readonly record struct TileShift(double X, double Y, double ShiftX, double ShiftY, bool IsHeldOut, double Weight);
