using OpenCvSharp;
using OpenCvSharp.Features2D;

namespace Coz.Plugins.Align;

/// <summary>SIFT features of a picture, spread over it.</summary>
internal sealed class SiftFeatures : IDisposable
{
    private const int CellsAcross = 8;
    private const int CellsDown = 6;
    private const int PerCell = 80;
    private const float Ratio = 0.75f;

    private readonly KeyPoint[] _points;
    private readonly Mat _descriptors;

    private SiftFeatures(KeyPoint[] points, Mat descriptors) => (_points, _descriptors) = (points, descriptors);

    public int Count => _points.Length;

    public static SiftFeatures Find(Mat picture, double contrast)
    {
        using var sift = SIFT.Create(0, 3, contrast);
        var points = Spread(sift.Detect(picture), picture.Cols, picture.Rows);
        var descriptors = new Mat();
        sift.Compute(picture, ref points, descriptors);
        return new SiftFeatures(points, descriptors);
    }

    /// <summary>Pairs that choose each other and nobody nearly as well.</summary>
    public static IReadOnlyList<(Point2f Moving, Point2f Reference)> Match(SiftFeatures moving, SiftFeatures reference)
    {
        if (moving.Count < 2 || reference.Count < 2)
            return [];
        using var matcher = new BFMatcher(NormTypes.L2);
        var back = new Dictionary<int, int>();
        foreach (var match in matcher.Match(reference._descriptors, moving._descriptors))
            back[match.QueryIdx] = match.TrainIdx;
        var pairs = new List<(Point2f, Point2f)>();
        foreach (var best in matcher.KnnMatch(moving._descriptors, reference._descriptors, 2))
        {
            if (best.Length == 2 && best[0].Distance < Ratio * best[1].Distance && back.GetValueOrDefault(best[0].TrainIdx, -1) == best[0].QueryIdx)
                pairs.Add((moving._points[best[0].QueryIdx].Pt, reference._points[best[0].TrainIdx].Pt));
        }

        return pairs;
    }

    public void Dispose() => _descriptors.Dispose();

    // The strongest of each cell: a bush must not take all places of a wall.
    private static KeyPoint[] Spread(KeyPoint[] points, int width, int height) =>
    [
        .. points.GroupBy(point => ((int)(point.Pt.Y * CellsDown / height) * CellsAcross) + (int)(point.Pt.X * CellsAcross / width))
            .OrderBy(cell => cell.Key)
            .SelectMany(cell => cell.OrderByDescending(point => point.Response).ThenBy(point => point.Pt.X).ThenBy(point => point.Pt.Y).Take(PerCell)),
    ];
}
