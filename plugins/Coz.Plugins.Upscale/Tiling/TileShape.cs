using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale.Tiling;

/// <summary>What the size of tiles is chosen by: the picture, the model, and the memory.</summary>
/// <param name="Grid">The whole output grid.</param>
/// <param name="LrHeight">LR rows.</param>
/// <param name="LrWidth">LR columns.</param>
/// <param name="Margin">LR pixels on each side of a tile.</param>
internal sealed record TileShape(GridQueries Grid, int LrHeight, int LrWidth, int Margin)
{
    // More columns than this need windows so narrow that the margins are most of them.
    private const int MostColumns = 4096;
    private const double WorthColumns = 0.9;

    /// <summary>The whole picture as one tile.</summary>
    public TilePlan Whole => Of(1, 1);

    /// <summary>Tiles of a given window.</summary>
    /// <param name="side">The longest side of a window, in LR pixels.</param>
    public TilePlan OfSide(int side) => Of(
        TileAxis.Fewest(Grid.Rows, LrHeight, Margin, side),
        TileAxis.Fewest(Grid.Columns, LrWidth, Margin, side));

    /// <summary>
    /// The tiles that fit and cost least: the fewest LR pixels are encoded, margins counted as often as they are. Tiles as wide as the
    /// picture come first where they are little worse, since what is rendered can then be written at once.
    /// </summary>
    /// <param name="fits">Whether a plan fits the memory; one of smaller tiles fits if a larger does.</param>
    /// <returns>The plan; null if even the smallest tiles do not fit.</returns>
    public TilePlan? Best(Func<TilePlan, bool> fits)
    {
        TilePlan? best = null;
        var most = Math.Min(Grid.Columns.Count, MostColumns);
        for (var columns = 1; columns <= most; columns = Next(columns))
        {
            if (FewestRows(columns, fits) is { } plan && (best is null || plan.EncodedPixels < (best.Columns.Tiles == 1 ? WorthColumns : 1) * best.EncodedPixels))
                best = plan;
            if (best?.Rows.Tiles == 1)
                break;
        }

        return best;
    }

    private static int Next(int columns) => columns + Math.Max(1, columns / 8);

    private TilePlan Of(int rows, int columns) =>
        new(new TileAxis(Grid.Rows, LrHeight, Margin, rows), new TileAxis(Grid.Columns, LrWidth, Margin, columns));

    private TilePlan? FewestRows(int columns, Func<TilePlan, bool> fits)
    {
        var (low, high) = (1, Grid.Rows.Count);
        if (!fits(Of(high, columns)))
            return null;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (fits(Of(middle, columns)))
                high = middle;
            else
                low = middle + 1;
        }

        return Of(low, columns);
    }
}
