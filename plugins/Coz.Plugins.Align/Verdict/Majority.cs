using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// What the largest part of the tiles agrees on. A patch that moved pulls the warp a little after itself, and then tiles all over the picture are
/// off; a stiff warp through the majority alone leaves everything off that is in the patch, and nothing else.
/// </summary>
internal static class Majority
{
    private const int Trials = 400;
    private const int Sample = 3;
    private const int Unknowns = 5;
    private const int RadialTerms = 2;

    // In reference pixels: what a similarity with one radial term cannot follow.
    private const double Loose = 0.5;

    /// <summary>How far each textured tile is off the majority's warp, in reference pixels, in their order; null if there is no majority.</summary>
    public static IReadOnlyList<double>? Distances(FineResult fine)
    {
        var warp = fine.Warp;
        var radius = 0.5 * Math.Sqrt(((double)warp.ReferenceWidth * warp.ReferenceWidth) + ((double)warp.ReferenceHeight * warp.ReferenceHeight));
        var tiles = fine.Textured.Select(tile =>
        {
            var (dx, dy) = warp.DisplacementAt(tile.Tile.CentreX, tile.Tile.CentreY);
            return new Point((tile.Tile.CentreX - ((warp.ReferenceWidth - 1) / 2.0)) / radius, (tile.Tile.CentreY - ((warp.ReferenceHeight - 1) / 2.0)) / radius, dx + tile.ShiftX, dy + tile.ShiftY, tile);
        }).ToList();
        var known = tiles.Where(tile => !tile.Measure.IsForeign).ToList();
        if (Largest(known) is not { } members || 2 * members.Count < known.Count)
            return null;
        var square = Math.Max(fine.Noise, 1e-3) * Math.Max(fine.Noise, 1e-3);
        var targets = members.Select(tile => new FieldFit.Target(tile.Measure.Tile.CentreX, tile.Measure.Tile.CentreY, tile.Dx, tile.Dy, tile.Measure.Xx * square, tile.Measure.Xy * square, tile.Measure.Yy * square)).ToList();
        var reach = Math.Sqrt(((double)fine.Area.Width * fine.Area.Width) + ((double)fine.Area.Height * fine.Area.Height)) / (2 * radius);
        if (new FieldFit(warp.ReferenceWidth, warp.ReferenceHeight).Fit(targets, RadialTerms, reach, WarpGeometry.Scale(warp)) is not { } fitted)
            return null;
        var stiff = new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], fitted.Field, warp.ReferenceWidth, warp.ReferenceHeight, warp.MovingWidth, warp.MovingHeight);
        return [.. tiles.Select(tile =>
        {
            var (dx, dy) = stiff.DisplacementAt(tile.Measure.Tile.CentreX, tile.Measure.Tile.CentreY);
            return tile.Measure.IsForeign ? double.PositiveInfinity : Length(tile.Dx - dx, tile.Dy - dy);
        })];
    }

    private static List<Point>? Largest(List<Point> tiles)
    {
        if (tiles.Count < 2 * Sample)
            return null;
        var random = new Random(1);
        var best = new List<Point>();
        for (var trial = 0; trial < Trials; trial++)
        {
            var chosen = Enumerable.Range(0, Sample).Select(_ => tiles[random.Next(tiles.Count)]).ToList();
            if (chosen.Distinct().Count() < Sample || Fit(chosen) is not { } model)
                continue;
            var near = tiles.Where(tile => Rest(model, tile) <= Loose).ToList();
            best = near.Count > best.Count ? near : best;
        }

        return best.Count == 0 ? null : best;
    }

    // Shift, scale, rotation, and a cubic radial term.
    private static double[]? Fit(List<Point> tiles)
    {
        var (normal, right) = (new double[Unknowns, Unknowns], new double[Unknowns]);
        foreach (var tile in tiles)
        {
            var square = (tile.U * tile.U) + (tile.V * tile.V);
            LinearSystem.Add(normal, right, [1, 0, tile.U, -tile.V, tile.U * square], tile.Dx);
            LinearSystem.Add(normal, right, [0, 1, tile.V, tile.U, tile.V * square], tile.Dy);
        }

        return LinearSystem.Solve(normal, right, 1e-9);
    }

    private static double Rest(double[] model, Point tile)
    {
        var square = (tile.U * tile.U) + (tile.V * tile.V);
        var x = model[0] + (model[2] * tile.U) - (model[3] * tile.V) + (model[4] * tile.U * square);
        var y = model[1] + (model[3] * tile.U) + (model[2] * tile.V) + (model[4] * tile.V * square);
        return Length(tile.Dx - x, tile.Dy - y);
    }

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private sealed record Point(double U, double V, double Dx, double Dy, TileMeasure Measure);
}
