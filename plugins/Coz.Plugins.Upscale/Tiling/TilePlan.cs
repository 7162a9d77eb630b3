namespace Coz.Plugins.Upscale.Tiling;

/// <summary>How a picture is cut: rows of tiles from top to bottom, each from left to right.</summary>
/// <param name="Rows">The vertical axis.</param>
/// <param name="Columns">The horizontal axis.</param>
internal sealed record TilePlan(TileAxis Rows, TileAxis Columns)
{
    /// <summary>The number of tiles.</summary>
    public long Tiles => (long)Rows.Tiles * Columns.Tiles;

    /// <summary>LR pixels of a window.</summary>
    public long WindowPixels => (long)Rows.Window * Columns.Window;

    /// <summary>LR pixels that are encoded, those of margins each time.</summary>
    public long EncodedPixels => Tiles * WindowPixels;

    /// <summary>Output pixels of the largest tile.</summary>
    public long TilePixels => (long)Rows.Longest * Columns.Longest;

    /// <summary>The tiles of a row.</summary>
    public IEnumerable<Tile> Row(int index) => Enumerable.Range(0, Columns.Tiles).Select(column => new Tile(Rows[index], Columns[column]));
}
