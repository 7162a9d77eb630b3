using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// The second stage: tiles tell the shift that the homography leaves, a smooth field is fitted to every second one, and the moving image is
/// sampled anew by the new warp, from coarse to fine, until nothing is left.
/// </summary>
/// <param name="reference">The wider photo.</param>
/// <param name="moving">The longer photo.</param>
/// <param name="homography">What the first stage found.</param>
internal sealed class FineStage(Photo reference, Photo moving, double[] homography)
{
    private const int RadialTerms = 2;
    private const int LargestCoarse = 500;
    private const int FewTiles = 24;

    // How far a tile may have gone, in widths of the shared area.
    private const double Reach = 0.03;

    // How exactly it is found, in samples.
    private const double Exactness = 0.7;
    private const int LeastToFind = 24;

    // Both are blurred by so many pixels: what demosaicing and sampling made of the finest detail differs between the two.
    private const double Blur = 0.7;
    private const double CoarseBlur = 1;
    private const double WellExplained = 0.8;
    private const double Softest = 1.5;

    private readonly Pyramid _pyramid = new(moving.Light());
    private readonly double[] _similarity = Similarity(homography, reference);
    private readonly FieldFit _fit = new(reference.Width, reference.Height);

    private double _softness;

    public FineResult? Run(CancellationToken cancellationToken)
    {
        var warp = Make(null);
        var area = WarpGeometry.Shared(warp, 1);
        if (area.Width < FewTiles || area.Height < FewTiles)
            return null;
        var tiles = Tile.Grid(area);
        FittedField? fitted = null;
        foreach (var (step, blur) in Steps(area))
        {
            var measures = Measure(warp, tiles, step, blur, cancellationToken);
            if (step == 1)
                _softness = Math.Clamp(_softness + FineResult.Percentile(measures.Where(tile => tile.Explained > WellExplained).Select(tile => tile.Softness).DefaultIfEmpty(0), 0.5), 0, Softest);
            if (Refine(warp, area, measures, step) is not { } better)
                continue;
            fitted = better;
            warp = Make(better.Field);
        }

        var left = Measure(warp, tiles, 1, Blur, cancellationToken);
        return new FineResult(warp, area, left, FineResult.Percentile(left.Select(tile => tile.Noise), 0.5), fitted?.DeviationAt ?? ((_, _) => double.PositiveInfinity), () => FindPatch(area, cancellationToken));
    }

    private static IEnumerable<(int Step, double Blur)> Steps(Area area)
    {
        var step = 1;
        while (Math.Max(area.Width, area.Height) / (2 * step) >= LargestCoarse)
            step *= 2;
        yield return (step, 2 * CoarseBlur);
        for (; step > 1; step /= 2)
            yield return (step, CoarseBlur);
        yield return (1, CoarseBlur);
        yield return (1, Blur);
        yield return (1, Blur);
    }

    // The homography follows its correspondences into perspective and shear that no camera has: the field does what is left, and knows better.
    private static double[] Similarity(double[] h, Photo reference)
    {
        const double part = 0.06;
        var (x, y) = ((reference.Width - 1) / 2.0, (reference.Height - 1) / 2.0);
        var (reachX, reachY) = (part * reference.Width, part * reference.Height);
        var (centre, right, left) = (Homographies.Apply(h, x, y), Homographies.Apply(h, x + reachX, y), Homographies.Apply(h, x - reachX, y));
        var (below, above) = (Homographies.Apply(h, x, y + reachY), Homographies.Apply(h, x, y - reachY));
        var a = (((right.X - left.X) / reachX) + ((below.Y - above.Y) / reachY)) / 4;
        var b = (((right.Y - left.Y) / reachX) - ((below.X - above.X) / reachY)) / 4;
        return [a, -b, centre.X - (a * x) + (b * y), b, a, centre.Y - (b * x) - (a * y), 0, 0, 1];
    }

    private Warp Make(SmoothField? field) => new(_similarity, field, reference.Width, reference.Height, moving.Width, moving.Height);

    private List<TileMeasure> Measure(Warp warp, IReadOnlyList<Tile> tiles, int step, double blur, CancellationToken cancellationToken)
    {
        var area = WarpGeometry.Shared(warp, 0, step);
        if (area.Width < FewTiles || area.Height < FewTiles)
            return [];
        var (wide, warped) = See(warp, area, blur, cancellationToken);
        LightField.Match(wide, warped);
        var measures = new TileMeasure?[tiles.Count];
        Parallel.For(0, tiles.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => measures[i] = TileSolver.Measure(tiles[i], area, wide, warped));
        return [.. measures.OfType<TileMeasure>()];
    }

    private (Plane Wide, WarpedPlanes Warped) See(Warp warp, Area area, double blur, CancellationToken cancellationToken) =>
        (reference.Luma.Shrunk(area.Left, area.Top, area.Width, area.Height, area.Step).Blurred(blur), new AreaSampler(_pyramid).Sample(warp, area, _softness, cancellationToken).Blurred(blur));

    private double? FindPatch(Area shared, CancellationToken cancellationToken)
    {
        var tiles = Tile.Grid(shared, LeastToFind);
        var warp = Make(null);
        var step = Steps(WarpGeometry.Shared(warp, 0)).First().Step;
        var area = WarpGeometry.Shared(warp, 0, step);
        var (wide, warped) = See(warp, area, CoarseBlur, cancellationToken);
        var reach = (int)Math.Ceiling((Reach * area.Columns) + 4);
        var found = new FoundTile?[tiles.Count];
        Parallel.For(0, tiles.Count, new ParallelOptions { CancellationToken = cancellationToken }, i => found[i] = TileSearch.Find(tiles[i], area, wide, warped.Levels, reach) is { } at ? new FoundTile(tiles[i], at.X, at.Y) : null);
        return TwoParts.Patch([.. found.OfType<FoundTile>()], warp, Exactness * step);
    }

    private FittedField? Refine(Warp warp, Area area, List<TileMeasure> measures, int step)
    {
        var noise = FineResult.Percentile(measures.Select(tile => tile.Noise), 0.5);
        var usable = measures.Where(tile => !tile.Tile.IsHeldOut && tile.Worst * noise < 0.1 * step).ToList();
        var targets = usable.Select(tile =>
        {
            var (dx, dy) = warp.DisplacementAt(tile.Tile.CentreX, tile.Tile.CentreY);
            var square = Math.Max(noise, tile.Noise) * Math.Max(noise, tile.Noise);
            return new FieldFit.Target(tile.Tile.CentreX, tile.Tile.CentreY, dx + tile.ShiftX, dy + tile.ShiftY, tile.Xx * square, tile.Xy * square, tile.Yy * square);
        }).ToList();
        var reach = Math.Sqrt(((double)area.Width * area.Width) + ((double)area.Height * area.Height)) / Math.Sqrt(((double)reference.Width * reference.Width) + ((double)reference.Height * reference.Height));
        return _fit.Fit(targets, targets.Count < FewTiles ? 1 : RadialTerms, reach, WarpGeometry.Scale(warp));
    }
}
