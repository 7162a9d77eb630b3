namespace Coz.Plugins.Align;

/// <summary>A tile of the shared area, in reference pixels.</summary>
/// <param name="Left">Its first column.</param>
/// <param name="Top">Its first row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Column">Its place in the grid.</param>
/// <param name="Row">Its place in the grid.</param>
internal sealed record Tile(int Left, int Top, int Width, int Height, int Column, int Row)
{
    /// <summary>Every second one, as on a chessboard.</summary>
    public bool IsHeldOut => ((Column + Row) & 1) == 1;

    public double CentreX => Left + ((Width - 1) / 2.0);

    public double CentreY => Top + ((Height - 1) / 2.0);

    /// <summary>Tiles of about an eighth of the area, half overlapping.</summary>
    /// <param name="area">The area.</param>
    /// <param name="least">How many pixels a side has at least.</param>
    public static IReadOnlyList<Tile> Grid(Area area, int least = 16)
    {
        var (width, height) = (Math.Max(least, area.Width / 8), Math.Max(least, area.Height / 8));
        var (columns, rows) = (Count(area.Width, width), Count(area.Height, height));
        return
        [
            .. from row in Enumerable.Range(0, rows)
               from column in Enumerable.Range(0, columns)
               select new Tile(area.Left + Place(area.Width, width, column, columns), area.Top + Place(area.Height, height, row, rows), width, height, column, row),
        ];
    }

    private static int Count(int length, int side) => length < side ? 0 : Math.Max(1, (int)Math.Round((length - side) / (side / 2.0)) + 1);

    private static int Place(int length, int side, int index, int count) => count == 1 ? (length - side) / 2 : (int)Math.Round((double)(length - side) * index / (count - 1));
}
