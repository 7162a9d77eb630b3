using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// Arithmetic on normalised coordinates over an LR image: -1 is the outer edge of the first pixel and 1 that of the last, so that
/// cell k of n has its centre at -1 + (2k + 1) / n. Operations and their order are those of the LIIF code (Chen et al., CVPR 2021),
/// so that float32 results round, and ties fall, as they do there.
/// </summary>
public static class LrCoordinates
{
    /// <summary>The cell that holds a position, as nearest sampling finds it: half-way positions go to the even cell.</summary>
    /// <param name="position">Any shape, floating point: normalised coordinates along one axis.</param>
    /// <param name="count">The number of cells along the axis, at least 1.</param>
    /// <returns>The same shape, int64, in 0 .. count - 1; positions outside get the border cell. The caller disposes it.</returns>
    public static Tensor NearestCell(Tensor position, int count)
    {
        using var scope = NewDisposeScope();
        var index = (((position + 1) * (count / 2.0)) - 0.5).round();
        return index.clamp(0, count - 1).to(int64).MoveToOuterDisposeScope();
    }

    /// <summary>The centres of cells.</summary>
    /// <param name="index">Any shape, int64: cells along one axis.</param>
    /// <param name="count">The number of cells along the axis, at least 1.</param>
    /// <param name="dtype">The floating-point type to compute in.</param>
    /// <returns>The same shape: normalised coordinates. The caller disposes it.</returns>
    public static Tensor Centre(Tensor index, int count, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        return ((index.to(dtype) * (2.0 / count)) + (-1 + (1.0 / count))).MoveToOuterDisposeScope();
    }

    /// <summary>Measures output pixels in half LR pixels: twice one over the scale, per axis ("rel_cell" in the field's code).</summary>
    /// <param name="cells">(N, Q, 2): the sizes of output pixels in normalised coordinates, (row, column).</param>
    /// <param name="height">LR rows.</param>
    /// <param name="width">LR columns.</param>
    /// <returns>(N, Q, 2); the caller disposes it.</returns>
    public static Tensor RelativeCells(Tensor cells, int height, int width)
    {
        using var size = tensor([height, (double)width], cells.dtype, cells.device);
        return cells * size;
    }
}
