using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Tiling;

/// <summary>One of the eight flips and transpositions of a picture: flipped first, then transposed.</summary>
/// <param name="Index">0 to 7; 0 changes nothing.</param>
internal readonly record struct Symmetry(int Index)
{
    /// <summary>All eight, or the first alone.</summary>
    public static IEnumerable<Symmetry> All(bool isEnsemble) => Enumerable.Range(0, isEnsemble ? 8 : 1).Select(index => new Symmetry(index));

    private bool IsTransposed => Index >= 4;

    private long[] Flips => (Index & 3) switch { 0 => [], 1 => [2], 2 => [3], _ => [2, 3] };

    /// <summary>Turns an image.</summary>
    /// <returns>A new tensor, which the caller disposes.</returns>
    public Tensor Turn(Tensor image)
    {
        using var flipped = Flips.Length == 0 ? image.alias() : image.flip(Flips);
        using var turned = IsTransposed ? flipped.transpose(2, 3) : flipped.alias();
        return turned.contiguous();
    }

    /// <summary>Turns an image back.</summary>
    /// <returns>A new tensor, which the caller disposes.</returns>
    public Tensor TurnBack(Tensor image)
    {
        using var upright = IsTransposed ? image.transpose(2, 3) : image.alias();
        using var turned = Flips.Length == 0 ? upright.alias() : upright.flip(Flips);
        return turned.contiguous();
    }

    /// <summary>The grid whose result, turned back, lies where the given grid's does.</summary>
    /// <param name="grid">A part of the picture's grid, seen from a window.</param>
    /// <param name="whole">The whole picture's grid, seen from anywhere.</param>
    /// <param name="lrHeight">Rows of the window.</param>
    /// <param name="lrWidth">Columns of the window.</param>
    public GridQueries Turn(GridQueries grid, GridQueries whole, int lrHeight, int lrWidth)
    {
        var rows = Flips.Contains(2) ? Flip(grid.Rows, whole.Rows.Count, lrHeight) : grid.Rows;
        var columns = Flips.Contains(3) ? Flip(grid.Columns, whole.Columns.Count, lrWidth) : grid.Columns;
        return IsTransposed ? new GridQueries(columns, rows) : new GridQueries(rows, columns);
    }

    // The picture's origin turns as well, so that a sample knows its place in the turned picture whatever its tile is.
    private static GridAxis Flip(GridAxis axis, int wholeCount, int lrCount) => axis with
    {
        Start = lrCount - (axis.Start + (axis.Count * axis.Step)),
        Origin = lrCount - (axis.Origin + (wholeCount * axis.Step)),
    };
}
