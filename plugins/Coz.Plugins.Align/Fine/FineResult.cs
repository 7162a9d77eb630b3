using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>What the second stage found.</summary>
/// <param name="Warp">The warp.</param>
/// <param name="Area">What both photos show.</param>
/// <param name="Tiles">All tiles that could be measured, with the shift that the warp leaves.</param>
/// <param name="Noise">The typical noise of a tile, in levels.</param>
internal sealed record FineResult(Warp Warp, Area Area, IReadOnlyList<TileMeasure> Tiles, double Noise)
{
    // In reference pixels. A tile that could not tell a shift better than this is flat.
    private const double Flat = 0.05;

    /// <summary>The tiles with enough structure to tell a shift, whatever they tell.</summary>
    public IReadOnlyList<TileMeasure> Textured { get; } = [.. Tiles.Where(tile => tile.Worst * Noise < Flat)];

    public IReadOnlyList<TileMeasure> HeldOut => [.. Textured.Where(tile => tile.Tile.IsHeldOut)];

    public IReadOnlyList<TileMeasure> Fitted => [.. Textured.Where(tile => !tile.Tile.IsHeldOut)];

    /// <summary>A percentile of values, 0 to 1.</summary>
    public static double Percentile(IEnumerable<double> values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(part * (sorted.Length - 1))];
    }
}
