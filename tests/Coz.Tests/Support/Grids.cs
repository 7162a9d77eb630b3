using Coz.Contracts.Models;

namespace Coz.Tests.Support;

/// <summary>Output grids of every kind over an LR image.</summary>
internal static class Grids
{
    /// <summary>As many whole samples as fit the image.</summary>
    public static GridAxis Axis(int lrCount, Rational scale) => new((int)(lrCount * scale).Floor(), 0, 1 / scale);

    /// <summary>One scale for each axis.</summary>
    public static GridQueries Of(int height, int width, Rational rows, Rational columns) => new(Axis(height, rows), Axis(width, columns));

    /// <summary>Whole images at the scales that tests ask for, then a slice, a tile's grid that starts inside, and one that starts before the image.</summary>
    public static IEnumerable<GridQueries> Over(int height, int width)
    {
        foreach (var scale in new Rational[] { 2, new(5, 2), new(37, 10), 4 })
            yield return Of(height, width, scale, scale);
        yield return Of(height, width, new(13, 5), new(7, 3));
        var whole = Of(height, width, new(37, 10), 4);
        yield return whole.Slice(1, 2, whole.Rows.Count - 2, whole.Columns.Count - 3);
        yield return new GridQueries(new GridAxis(3, new(3, 7), new(5, 13)), new GridAxis(5, new(1, 3), new(1, 10)));
        yield return new GridQueries(new GridAxis(4, new(-3, 7), new(5, 13)), new GridAxis(5, -1, new(2, 5)));
    }
}
