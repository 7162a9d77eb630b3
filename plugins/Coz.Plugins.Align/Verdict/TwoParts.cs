using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// Whether the picture falls into two parts that each moved as a whole, one of them a compact patch: something moved between the exposures.
/// The warp cannot tell: it follows the patch a little, or altogether where the patch has most of the structure, and then tiles all over the picture are off.
/// </summary>
internal static class TwoParts
{
    private const int Trials = 400;
    private const int Sample = 3;
    private const int Unknowns = 5;

    // Of the tiles that are found: nearly all in the two parts, and how many a patch may have.
    private const double Nearly = 0.75;
    private const double Least = 0.12;
    private const double Most = 0.6;

    /// <summary>The part of the tiles that are in the patch; null if there is none.</summary>
    /// <param name="tiles">Where tiles were found.</param>
    /// <param name="warp">The warp, for the photos' sizes.</param>
    /// <param name="tolerance">How exactly they were found, in reference pixels.</param>
    public static double? Patch(IReadOnlyList<FoundTile> tiles, Warp warp, double tolerance)
    {
        var radius = 0.5 * Math.Sqrt(((double)warp.ReferenceWidth * warp.ReferenceWidth) + ((double)warp.ReferenceHeight * warp.ReferenceHeight));
        var points = tiles.Select(tile => new Point((tile.Tile.CentreX - ((warp.ReferenceWidth - 1) / 2.0)) / radius, (tile.Tile.CentreY - ((warp.ReferenceHeight - 1) / 2.0)) / radius, tile)).ToList();
        var first = Largest(points, tolerance);
        var second = Largest([.. points.Except(first)], tolerance);
        if (second.Count < Least * points.Count || first.Count + second.Count < Nearly * points.Count)
            return null;
        var all = Places(points);
        foreach (var part in new[] { second, first })
        {
            if (part.Count <= Most * points.Count && Islands.IsPatch(Places(part), all))
                return part.Count / (double)points.Count;
        }

        return null;
    }

    private static HashSet<(int Column, int Row)> Places(List<Point> points) => [.. points.Select(point => (point.Found.Tile.Column, point.Found.Tile.Row))];

    private static List<Point> Largest(List<Point> points, double tolerance)
    {
        var best = new List<Point>();
        if (points.Count < 2 * Sample)
            return best;
        var random = new Random(1);
        for (var trial = 0; trial < Trials; trial++)
        {
            var chosen = Enumerable.Range(0, Sample).Select(_ => points[random.Next(points.Count)]).ToList();
            if (chosen.Distinct().Count() < Sample || Fit(chosen) is not { } model)
                continue;
            var near = points.Where(point => Rest(model, point) <= tolerance).ToList();
            best = near.Count > best.Count ? near : best;
        }

        return best;
    }

    // Shift, scale, rotation, and a cubic radial term.
    private static double[]? Fit(List<Point> points)
    {
        var (normal, right) = (new double[Unknowns, Unknowns], new double[Unknowns]);
        foreach (var point in points)
        {
            var square = (point.U * point.U) + (point.V * point.V);
            LinearSystem.Add(normal, right, [1, 0, point.U, -point.V, point.U * square], point.Found.X);
            LinearSystem.Add(normal, right, [0, 1, point.V, point.U, point.V * square], point.Found.Y);
        }

        return LinearSystem.Solve(normal, right, 1e-9);
    }

    private static double Rest(double[] model, Point point)
    {
        var square = (point.U * point.U) + (point.V * point.V);
        var x = model[0] + (model[2] * point.U) - (model[3] * point.V) + (model[4] * point.U * square) - point.Found.X;
        var y = model[1] + (model[3] * point.U) + (model[2] * point.V) + (model[4] * point.V * square) - point.Found.Y;
        return Math.Sqrt((x * x) + (y * y));
    }

    private sealed record Point(double U, double V, FoundTile Found);
}
