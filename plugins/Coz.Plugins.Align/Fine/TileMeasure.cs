namespace Coz.Plugins.Align;

/// <summary>What the pixels of a tile say of the shift that is left, in reference pixels.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="ShiftX">The shift along x.</param>
/// <param name="ShiftY">The shift along y.</param>
/// <param name="Xx">The inverse of the normal matrix of the two, without the noise: variance along x at a noise of one level.</param>
/// <param name="Xy">Covariance at a noise of one level.</param>
/// <param name="Yy">Variance along y at a noise of one level.</param>
/// <param name="Noise">The deviation of what no shift explains, in levels.</param>
/// <param name="Explained">The part of the tile's structure that is explained, 0 to 1.</param>
/// <param name="Sharpness">The structure of the moving image against the reference's: 1 if alike, 0 if it has none.</param>
/// <param name="Softness">How much softer the reference is: the variance of a Gaussian that would make the moving image alike, in reference pixels squared; below 0 if it is sharper.</param>
internal sealed record TileMeasure(Tile Tile, double ShiftX, double ShiftY, double Xx, double Xy, double Yy, double Noise, double Explained, double Sharpness, double Softness)
{
    /// <summary>Whether so little of its structure is explained that it shows something else.</summary>
    public bool IsForeign => Explained < 0.3;

    public double Length => Math.Sqrt((ShiftX * ShiftX) + (ShiftY * ShiftY));

    /// <summary>The deviation of the shift along its worst direction at a noise of one level.</summary>
    public double Worst => Math.Sqrt(((Xx + Yy) / 2) + Math.Sqrt(((Xx - Yy) * (Xx - Yy) / 4) + (Xy * Xy)));
}
