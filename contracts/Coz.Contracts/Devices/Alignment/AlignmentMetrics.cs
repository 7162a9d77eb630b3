namespace Coz.Contracts.Devices;

/// <summary>What an aligner measured. Lengths are reference (LR) pixels; what was not reached is NaN or 0.</summary>
public sealed record AlignmentMetrics
{
    /// <summary>The scale of the warp at the reference's centre: moving pixels a reference pixel.</summary>
    public double Scale { get; init; } = double.NaN;

    /// <summary>The rotation of the warp, in degrees.</summary>
    public double Rotation { get; init; } = double.NaN;

    /// <summary>The correspondences that the homography explains.</summary>
    public int Inliers { get; init; }

    /// <summary>The cells of a 3 x 3 grid over the shared area that hold some of them.</summary>
    public int InlierCells { get; init; }

    /// <summary>The part of the moving frame that lies on the reference, 0 to 1.</summary>
    public double Overlap { get; init; } = double.NaN;

    /// <summary>The tiles that the warp was fitted on.</summary>
    public int FitTiles { get; init; }

    /// <summary>The tiles that were held out.</summary>
    public int HeldOutTiles { get; init; }

    /// <summary>The 95th percentile of the shift on the tiles that were held out: what the verdict stands on.</summary>
    public double HeldOutP95 { get; init; } = double.NaN;

    /// <summary>The greatest shift on the tiles that were held out.</summary>
    public double HeldOutMax { get; init; } = double.NaN;

    /// <summary>The same percentile with the homography alone.</summary>
    public double CoarseP95 { get; init; } = double.NaN;

    /// <summary>The gain of red, green and blue that takes the moving image to the reference; empty if it was not fitted.</summary>
    public IReadOnlyList<double> Gain { get; init; } = [];

    /// <summary>The bias of red, green and blue, on levels of 0 to 1.</summary>
    public IReadOnlyList<double> Bias { get; init; } = [];

    /// <summary>Further figures of this aligner, by names in snake_case.</summary>
    public IReadOnlyDictionary<string, double> Further { get; init; } = new Dictionary<string, double>();
}
