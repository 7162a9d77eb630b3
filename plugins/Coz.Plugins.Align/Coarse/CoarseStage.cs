using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>
/// The first stage: the moving image is shrunk to the reference's sampling (SIFT across a scale gap of 6 fails otherwise); SIFT with
/// ratio test and mutual check, a similarity by RANSAC, then a homography by MAGSAC.
/// </summary>
/// <param name="reference">The wider photo.</param>
/// <param name="moving">The longer photo.</param>
internal sealed class CoarseStage(Photo reference, Photo moving)
{
    // As far as the axis may lie off on each side, and some more; and the scale.
    private const double Margin = 0.06;
    private const double ScaleMargin = 1.04;
    private const int LargestSide = 1600;
    private const double SimilarityTolerance = 0.012;
    private const int CellsAcross = 6;
    private const int FewMatches = 8;
    private const int FewForHomography = 20;
    private const double WorthAnother = 0.3;

    // SIFT's least contrast. A soft photo has the same corners, only fainter: with fewer correspondences than Plenty a second look goes that far down.
    private const double Contrast = 0.02;
    private const double FaintContrast = 0.005;
    private const int Plenty = 60;

    private readonly double _ratio = moving.FocalLength / reference.FocalLength;

    public CoarseResult Run(CancellationToken cancellationToken)
    {
        var (left, top, width, height) = SharedArea();
        var step = Math.Max(1, (int)Math.Ceiling(Math.Max(width, height) / (double)LargestSide));
        using var wide = new Sight(reference.Luma, left, top, width, height, width / step, height / step, 0);
        var (columns, rows) = ((int)Math.Round(moving.Width / (_ratio * step)), (int)Math.Round(moving.Height / (_ratio * step)));
        using var longer = new Sight(moving.Luma, 0, 0, moving.Width, moving.Height, Math.Max(columns, 8), Math.Max(rows, 8), 0.5);
        var found = Look(wide, longer, Contrast, cancellationToken);
        if (found.Inliers.Count >= Plenty || Math.Min(found.ReferenceFeatures, found.MovingFeatures) < FewMatches)
            return found;
        var again = Look(wide, longer, FaintContrast, cancellationToken);

        // How many features there are, and whether that is a scene at all, the first look says: the second finds some in noise.
        return again.Inliers.Count > found.Inliers.Count ? again with { ReferenceFeatures = found.ReferenceFeatures, MovingFeatures = found.MovingFeatures } : found;
    }

    private static CoarseResult Look(Sight wide, Sight longer, double contrast, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var wideFeatures = SiftFeatures.Find(wide.Picture, contrast);
        using var longFeatures = SiftFeatures.Find(longer.Picture, contrast);
        cancellationToken.ThrowIfCancellationRequested();
        var matches = SiftFeatures.Match(longFeatures, wideFeatures);
        var found = new CoarseResult(null, [], wideFeatures.Count, longFeatures.Count, matches.Count);
        return matches.Count < FewMatches ? found : Fit(found, matches, wide, longer);
    }

    private static CoarseResult Fit(CoarseResult found, IReadOnlyList<(Point2f Moving, Point2f Reference)> matches, Sight wide, Sight longer)
    {
        var (from, to) = (matches.Select(match => match.Reference).ToArray(), matches.Select(match => match.Moving).ToArray());
        using var near = new Mat();
        using var fromPoints = InputArray.Create(from);
        using var toPoints = InputArray.Create(to);
        using var similarity = Cv2.EstimateAffinePartial2D(fromPoints, toPoints, near, RobustEstimationAlgorithms.RANSAC, Math.Max(4, SimilarityTolerance * wide.Picture.Cols), 5000, 0.999);
        if (similarity is null || similarity.Empty())
            return found;
        var kept = Enumerable.Range(0, from.Length).Where(i => near.At<byte>(i) != 0).ToList();
        var points = kept.Select(i => (From: new Point2d(from[i].X, from[i].Y), To: new Point2d(to[i].X, to[i].Y))).ToList();
        if (Homography(points, wide.Picture.Size()) is not { } first)
            return found;

        // So few cannot tell perspective from noise: what RANSAC agreed on has half as many unknowns.
        if (first.Inliers.Count < FewForHomography)
            first = first with { Homography = [.. Enumerable.Range(0, 6).Select(i => similarity.At<double>(i / 3, i % 3)), 0, 0, 1] };

        // What moved may have the finest structure and the most correspondences: the still part of the picture is what spreads furthest.
        var chosen = first;
        var rest = points.Except(first.Inliers).ToList();
        if (Homography(rest, wide.Picture.Size()) is { } second && second.Inliers.Count >= WorthAnother * first.Inliers.Count && Spread(second.Inliers, wide.Picture) > Spread(first.Inliers, wide.Picture))
            chosen = second;
        return found with
        {
            Homography = Homographies.Product(longer.FromSmall, Homographies.Product(chosen.Homography, wide.ToSmall)),
            Inliers = [.. chosen.Inliers.Select(point => wide.ToFull(point.From))],
        };
    }

    private static (double[] Homography, List<(Point2d From, Point2d To)> Inliers)? Homography(List<(Point2d From, Point2d To)> points, Size size)
    {
        if (points.Count < FewMatches)
            return null;

        // Distortion is what a homography cannot follow: some pixels in a large picture.
        using var mask = new Mat();
        using var homography = Cv2.FindHomography(points.Select(point => point.From), points.Select(point => point.To), HomographyMethods.USAC_MAGSAC, Math.Clamp(size.Width / 400.0, 1, 3), mask, 5000, 0.999);
        if (homography.Empty())
            return null;
        var values = Enumerable.Range(0, 9).Select(i => homography.At<double>(i / 3, i % 3)).ToArray();
        return (values, [.. points.Where((_, i) => mask.At<byte>(i) != 0)]);
    }

    private static int Spread(List<(Point2d From, Point2d To)> points, Mat picture) => points
        .Select(point => ((int)(CellsAcross * point.From.X / picture.Cols), (int)(CellsAcross * point.From.Y / picture.Rows)))
        .Distinct()
        .Count();

    private (int Left, int Top, int Width, int Height) SharedArea()
    {
        var part = Math.Min(1, (ScaleMargin / _ratio) + (2 * Margin));
        var (width, height) = ((int)(reference.Width * part), (int)(reference.Height * part));
        return ((reference.Width - width) / 2, (reference.Height - height) / 2, width, height);
    }

    /// <summary>A part of a photo, shrunk.</summary>
    private sealed class Sight : IDisposable
    {
        private readonly double _left;
        private readonly double _top;
        private readonly double _across;
        private readonly double _down;

        public Sight(Plane plane, int left, int top, int width, int height, int columns, int rows, double blur)
        {
            (_left, _top, _across, _down) = (left, top, (double)width / columns, (double)height / rows);
            using var part = plane.ToBytes(left, top, width, height);
            Picture = new Mat();
            Cv2.Resize(part, Picture, new Size(columns, rows), 0, 0, InterpolationFlags.Area);
            if (blur > 0)
                Cv2.GaussianBlur(Picture, Picture, new Size(0, 0), blur);
        }

        public Mat Picture { get; }

        /// <summary>From the photo's pixels to those of the picture.</summary>
        public double[] ToSmall => [1 / _across, 0, ((0.5 - _left) / _across) - 0.5, 0, 1 / _down, ((0.5 - _top) / _down) - 0.5, 0, 0, 1];

        /// <summary>From the picture's pixels to those of the photo.</summary>
        public double[] FromSmall => [_across, 0, (0.5 * _across) - 0.5 + _left, 0, _down, (0.5 * _down) - 0.5 + _top, 0, 0, 1];

        public (double X, double Y) ToFull(Point2d point) => Homographies.Apply(FromSmall, point.X, point.Y);

        public void Dispose() => Picture.Dispose();
    }
}
