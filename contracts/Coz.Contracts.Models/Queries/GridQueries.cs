using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// A regular grid of output pixels over an LR image, rows first, exact per axis. A tile, a crop, an offset and an anisotropic
/// scale are all such a grid. Inference uses it; <see cref="ToPoints"/> gives the same queries as free points.
/// </summary>
/// <param name="Rows">The vertical axis.</param>
/// <param name="Columns">The horizontal axis.</param>
public sealed record GridQueries(GridAxis Rows, GridAxis Columns)
{
    /// <summary>The number of output pixels.</summary>
    public long Count => (long)Rows.Count * Columns.Count;

    /// <summary>The grid over a whole LR image.</summary>
    /// <param name="lrHeight">LR rows.</param>
    /// <param name="lrWidth">LR columns.</param>
    /// <param name="height">Output rows; the vertical scale is height / lrHeight.</param>
    /// <param name="width">Output columns; the horizontal scale is width / lrWidth.</param>
    /// <returns>The grid.</returns>
    public static GridQueries Whole(int lrHeight, int lrWidth, int height, int width) =>
        new(GridAxis.Whole(lrHeight, height), GridAxis.Whole(lrWidth, width));

    /// <summary>A rectangle of this grid's pixels.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="column">The first column.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The part: each of its pixels has the position it has here.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is empty or leaves the grid.</exception>
    public GridQueries Slice(int row, int column, int height, int width) =>
        new(Rows.Slice(row, height), Columns.Slice(column, width));

    /// <summary>
    /// The pixels from one index on, in row-major order, as points. Positions are computed in float64 and rounded once.
    /// </summary>
    /// <param name="lrHeight">Rows of the LR image the grid lies on.</param>
    /// <param name="lrWidth">Columns of the LR image.</param>
    /// <param name="batch">N: every image of the batch gets the same points.</param>
    /// <param name="dtype">The type of the tensors.</param>
    /// <param name="device">Where they live.</param>
    /// <param name="first">The first pixel's row-major index.</param>
    /// <param name="count">How many pixels; null for all from there on.</param>
    /// <returns>Coordinates and cells (N, count, 2); the caller disposes them.</returns>
    public PointQueries ToPoints(int lrHeight, int lrWidth, long batch, ScalarType dtype, Device device, long first = 0, long? count = null)
    {
        using var scope = NewDisposeScope();
        var index = arange(first, first + (count ?? Count - first), int64, device);
        var y = Normalised(Rows, lrHeight, index.div(Columns.Count, RoundingMode.floor));
        var x = Normalised(Columns, lrWidth, index.remainder(Columns.Count));
        var coords = stack([y, x], -1).to(dtype).unsqueeze(0).expand(batch, -1, -1).contiguous();
        var cell = tensor([2 * Rows.Step.ToDouble() / lrHeight, 2 * Columns.Step.ToDouble() / lrWidth], float64, device: device);
        var cells = cell.to(dtype).expand(batch, index.shape[0], 2);
        return new PointQueries(coords.MoveToOuterDisposeScope(), cells.MoveToOuterDisposeScope());
    }

    private static Tensor Normalised(GridAxis axis, int lrCount, Tensor index)
    {
        var centre = ((index.to(float64) + 0.5) * axis.Step.ToDouble()) + axis.Start.ToDouble();
        return (centre * (2.0 / lrCount)) - 1;
    }
}
