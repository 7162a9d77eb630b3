using Coz.Contracts.Models;

namespace Coz.Plugins.Upscale.Tiling;

/// <summary>A rectangle of the result, and the window of the LR picture that it is computed from.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Columns">Its columns.</param>
internal readonly record struct Tile(TileSpan Rows, TileSpan Columns)
{
    /// <summary>The tile's part of the whole grid, as seen from its window.</summary>
    public GridQueries Of(GridQueries whole)
    {
        var part = whole.Slice(Rows.First, Columns.First, Rows.Count, Columns.Count);
        return new GridQueries(part.Rows.RelativeTo(Rows.WindowFirst), part.Columns.RelativeTo(Columns.WindowFirst));
    }
}
