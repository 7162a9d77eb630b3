using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>What the second stage found.</summary>
/// <param name="Warp">The warp.</param>
/// <param name="Area">What both photos show.</param>
/// <param name="Tiles">All tiles that could be measured, with the shift that the warp leaves.</param>
/// <param name="Noise">The typical noise of a tile, in levels.</param>
/// <param name="DeviationAt">How sure the warp is at a reference pixel.</param>
/// <param name="Patch">Looks for something that moved: the part of the tiles that are in it, or null.</param>
internal sealed record FineResult(Warp Warp, Area Area, IReadOnlyList<TileMeasure> Tiles, double Noise, Func<double, double, double> DeviationAt, Func<double?> Patch)
{
    // In reference pixels. A tile that could not tell a shift better than this is flat.
    private const double Flat = 0.05;
    private const int Near = 20;
    private const int Across = 20;

    /// <summary>The tiles with enough structure to tell a shift, whatever they tell.</summary>
    public IReadOnlyList<TileMeasure> Textured { get; } = [.. Tiles.Where(tile => tile.Worst * Noise < Flat)];

    public IReadOnlyList<TileMeasure> HeldOut { get; } = [.. Tiles.Where(tile => tile.Worst * Noise < Flat && tile.Tile.IsHeldOut)];

    public IReadOnlyList<TileMeasure> Fitted => [.. Textured.Where(tile => !tile.Tile.IsHeldOut)];

    /// <summary>
    /// The 95th percentile of the held-out shifts, each the median of the nearest ones: what is left of a smooth warp is smooth, what a single tile
    /// tells beyond that is its own noise, or something of its own.
    /// </summary>
    public double Pooled => Percentile(HeldOut.Select(Smoothed), 0.95);

    /// <summary>How sure the fit is, over all of the shared area: also where no tile has anything to say.</summary>
    public double Uncertainty => Percentile(Enumerable.Range(0, Across * Across).Select(i => DeviationAt(Area.Left + (((i % Across) + 0.5) / Across * Area.Width), Area.Top + (((i / Across) + 0.5) / Across * Area.Height))), 0.95);

    /// <summary>The error that the verdict stands on: what held-out tiles see, and what none of them can.</summary>
    public double Error => Math.Sqrt((Pooled * Pooled) + (Uncertainty * Uncertainty));

    /// <summary>A percentile of values, 0 to 1.</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(part * (sorted.Length - 1))];
    }

    private double Smoothed(TileMeasure tile)
    {
        var near = HeldOut.OrderBy(other => Square(other.Tile.Column - tile.Tile.Column) + Square(other.Tile.Row - tile.Tile.Row)).Take(Near).Select(other =>
        {
            var noise = Math.Max(Noise, other.Noise);
            return (other.ShiftX, other.ShiftY, Weight: 1 / (((other.Xx + other.Yy) * noise * noise) + 1e-4));
        }).ToList();
        return Math.Sqrt(Square(Median(near.Select(other => (other.ShiftX, other.Weight)))) + Square(Median(near.Select(other => (other.ShiftY, other.Weight)))));
    }

    private static double Square(double value) => value * value;

    // With weights: half of them lie on either side.
    private static double Median(IEnumerable<(double Value, double Weight)> values)
    {
        var sorted = values.OrderBy(value => value.Value).ToList();
        var (left, at) = (sorted.Sum(value => value.Weight) / 2, -1);
        while (left > 0 && at < sorted.Count - 1)
            left -= sorted[++at].Weight;
        return sorted[at].Value;
    }
}
