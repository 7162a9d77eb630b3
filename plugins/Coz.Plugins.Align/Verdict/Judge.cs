using System.Globalization;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>The verdict on a pair: what is wrong with it, the likeliest cause first.</summary>
/// <param name="options">The limits.</param>
internal sealed class Judge(TwoStageOptions options)
{
    private const double Far = 4.5;
    private const double AllInliersArea = 200_000;
    private const int CellsOfLarge = 5;
    private const int CellsOfSmall = 4;
    private const int FewestInliers = 12;
    private const int FewestToTry = 6;
    private const int FewFeatures = 20;
    private const int Cells = 9;
    private const double Blurred = 0.35;
    private const double Confirmed = 0.5;
    private const double ManyOff = 0.1;
    private const double Unsure = 0.7;

    /// <summary>What is wrong when the first stage found nothing.</summary>
    public IEnumerable<Rejection> WithoutHomography(CoarseResult coarse, Light? light)
    {
        if (Math.Min(coarse.MovingFeatures, coarse.ReferenceFeatures) < FewFeatures)
            yield return new Rejection(RejectionKind.Featureless, $"the {(coarse.MovingFeatures < coarse.ReferenceFeatures ? "moving image" : "reference")} has {Math.Min(coarse.MovingFeatures, coarse.ReferenceFeatures)} features, at least {FewFeatures} are expected");
        else
            yield return new Rejection(RejectionKind.OtherScene, $"only {coarse.Inliers.Count} of {coarse.Matches} correspondences agree, at least {FewestInliers} are expected: the photos do not show the same scene");
        if (light is not null && Exposure(light, 0.5, 2) is { } exposure)
            yield return exposure;
    }

    /// <summary>Whether so many correspondences agree that it may be no chance: the tiles have to say.</summary>
    public static bool MayAgree(CoarseResult coarse) => coarse.Homography is not null && coarse.Inliers.Count >= FewestToTry;

    /// <summary>Whether so many correspondences agree that it is no chance.</summary>
    public static bool Agree(CoarseResult coarse) => coarse.Inliers.Count >= FewestInliers;

    /// <summary>How many correspondences a shared area must give.</summary>
    public int InliersFor(double area) => Math.Max(FewestInliers, (int)Math.Round(options.Inliers * Math.Min(1, area / AllInliersArea)));

    /// <summary>What is wrong with where the homography puts the moving image.</summary>
    /// <param name="reference">The wider photo.</param>
    /// <param name="moving">The longer photo, of the same size.</param>
    /// <param name="warp">The homography.</param>
    public IEnumerable<Rejection> Geometry(Photo reference, Photo moving, Warp warp)
    {
        var expected = moving.FocalLength / reference.FocalLength;
        var tolerance = (options.ScaleTolerance / 100) + Rounding(reference.FocalLength) + Rounding(moving.FocalLength);
        var scale = WarpGeometry.Scale(warp);
        if (Math.Abs((scale / expected) - 1) > tolerance)
            yield return new Rejection(RejectionKind.Geometry, Text($"the scale is {scale:0.000}, the focal lengths give {expected:0.000}; {100 * tolerance:0.0} % are allowed"));
        var rotation = WarpGeometry.Rotation(warp);
        if (Math.Abs(rotation) > options.Rotation)
            yield return new Rejection(RejectionKind.Geometry, Text($"the rotation is {rotation:0.00} degrees, {options.Rotation:0.##} are allowed"));
        var (x, y) = WarpGeometry.Inverse(warp, (warp.MovingWidth - 1) / 2.0, (warp.MovingHeight - 1) / 2.0);
        var shift = Math.Max(Math.Abs(x - ((warp.ReferenceWidth - 1) / 2.0)), Math.Abs(y - ((warp.ReferenceHeight - 1) / 2.0)));
        if (!(shift <= options.Shift / 100 * warp.ReferenceWidth))
            yield return new Rejection(RejectionKind.Geometry, Text($"the centre is shifted by {shift:0.0} pixels, {options.Shift:0.#} % of the width are allowed"));
    }

    /// <summary>What is wrong with an aligned pair.</summary>
    public IEnumerable<Rejection> Aligned(FineResult fine, AlignmentMetrics metrics, Light light)
    {
        if (Exposure(light, options.GainFrom, options.GainTo) is { } exposure)
            yield return exposure;
        if (metrics.Overlap < options.Overlap)
            yield return new Rejection(RejectionKind.Overlap, Text($"{100 * metrics.Overlap:0.0} % of the moving image lie on the reference, at least {100 * options.Overlap:0.#} % are expected"));
        if (Structure(fine) is { } flat)
        {
            yield return flat;
            yield break;
        }

        var needed = InliersFor((double)fine.Area.Width * fine.Area.Height);
        var cells = needed < options.Inliers ? CellsOfSmall : CellsOfLarge;
        var limit = LimitAt(metrics.Scale);
        var islands = Islands.Of(fine, Math.Max(0.2, 2 * limit));
        if (!(metrics.HeldOutP95 <= limit) || !(metrics.HeldOutMax <= options.LimitMax) || islands.Part > ManyOff || fine.Uncertainty > Unsure * limit)
            yield return Misfit(fine, islands, metrics, limit);
        else if ((metrics.Inliers < needed || metrics.InlierCells < cells) && !IsConfirmed(fine))
            yield return new Rejection(RejectionKind.Featureless, $"{metrics.Inliers} correspondences in {metrics.InlierCells} of {Cells} cells, at least {needed} in {cells} are expected");
    }

    /// <summary>Correspondences are counted against chance. Where half of all tiles show the same structure at the same place, it was none.</summary>
    public static bool IsConfirmed(FineResult fine) => 2 * fine.Textured.Count(tile => tile.Explained >= Confirmed) >= fine.Tiles.Count;

    private double LimitAt(double scale) => scale > Far ? options.LimitFar : options.Limit;

    // Whole mm were rounded, unless the camera happens to say so.
    private static double Rounding(double focal) => focal == Math.Round(focal) ? 0.5 / focal : 0;

    private Rejection? Exposure(Light light, double from, double to)
    {
        if (light.LinearGain < from || light.LinearGain > to)
            return new Rejection(RejectionKind.Exposure, Text($"the moving image's light must be multiplied by {light.LinearGain:0.00} ({Math.Log2(light.LinearGain):+0.00;-0.00} EV) to match, {from:0.##} to {to:0.##} are allowed; {100 * light.ClippedMoving:0.0} % of it are clipped"));
        return light.ClippedMoving - light.ClippedReference > options.Clipped
            ? new Rejection(RejectionKind.Exposure, Text($"{100 * light.ClippedMoving:0.0} % of the moving image are clipped and {100 * light.ClippedReference:0.0} % of the reference, {100 * options.Clipped:0.#} % more are allowed"))
            : null;
    }

    private static Rejection? Structure(FineResult fine)
    {
        var cells = Occupied(fine.Textured.Select(tile => (tile.Tile.CentreX, tile.Tile.CentreY)), fine.Area);
        var needed = Math.Clamp(fine.Tiles.Count / 6, 8, 30);
        if (fine.HeldOut.Count < needed / 2 || fine.Textured.Count < needed || cells < 5)
            return new Rejection(RejectionKind.Featureless, $"{fine.Textured.Count} of {fine.Tiles.Count} tiles have enough structure, in {cells} of {Cells} cells; at least {needed} in 5 are expected");
        var sharpness = FineResult.Percentile(fine.Textured.Select(tile => tile.Sharpness), 0.5);
        return sharpness < Blurred ? new Rejection(RejectionKind.Featureless, Text($"the moving image has {100 * sharpness:0} % of the reference's contrast at the reference's own sampling, at least {100 * Blurred:0} % are expected: it is blurred")) : null;
    }

    /// <summary>How many cells of a 3 x 3 grid over an area hold a point.</summary>
    public static int Occupied(IEnumerable<(double X, double Y)> points, Area area) => points
        .Select(point => ((int)Math.Floor(3 * (point.X - area.Left) / area.Width), (int)Math.Floor(3 * (point.Y - area.Top) / area.Height)))
        .Where(cell => cell is { Item1: >= 0 and < 3, Item2: >= 0 and < 3 })
        .Distinct()
        .Count();

    private Rejection Misfit(FineResult fine, Islands islands, AlignmentMetrics metrics, double limit)
    {
        if (!double.IsFinite(fine.Uncertainty))
            return new Rejection(RejectionKind.Accuracy, "too few tiles tell where the warp should go");
        var measured = Text($"held-out tiles are off by {metrics.HeldOutP95:0.000} (95 %) and {metrics.HeldOutMax:0.00} (most) pixels, the limit is {limit:0.##}; the fit is unsure by {fine.Uncertainty:0.000}, the limit is {Unsure * limit:0.###}");
        if (islands.Part < ManyOff && metrics.HeldOutMax <= options.LimitMax)
            return new Rejection(RejectionKind.Accuracy, measured);
        var patch = islands.IsOnePatch ? islands.Part : fine.Patch();
        return patch is not null
            ? new Rejection(RejectionKind.Motion, Text($"a patch of {100 * patch:0} % of the tiles has moved against the rest; {measured}"))
            : new Rejection(RejectionKind.Parallax, Text($"{100 * islands.Part:0} % of the tiles, in {islands.Count} places, have moved against the rest: near and far parts; {measured}"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
