using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.CiaoSr;

/// <summary>The four pixels that a query attends to.</summary>
internal static class CiaoSrNeighbours
{
    private const double Border = 1 - 1e-6;

    /// <summary>The output pixel's size by which a set of queries looks around: that of its first query, for each image.</summary>
    /// <returns>(N, 1, 2); the caller disposes it.</returns>
    public static Tensor StepCell(PointQueries queries) => queries.Cells.narrow(1, 0, 1);

    /// <summary>Finds the pixels half a step away in both directions, where a step is what maps the first output centre to the last of the LR image.</summary>
    /// <param name="coords">(N, Q, 2); the caller keeps it.</param>
    /// <param name="stepCell">(N, 1, 2) of <see cref="StepCell"/>; the caller keeps it.</param>
    /// <param name="height">LR rows.</param>
    /// <param name="width">LR columns.</param>
    /// <returns>Four a query, rows outer; the caller disposes them.</returns>
    public static Neighbours Around(Tensor coords, Tensor stepCell, int height, int width)
    {
        using var scope = NewDisposeScope();
        var (rows, below) = Locate(coords.select(-1, 0), stepCell.select(-1, 0), height);
        var (columns, right) = Locate(coords.select(-1, 1), stepCell.select(-1, 1), width);
        var index = (rows.unsqueeze(-1) * width) + columns.unsqueeze(-2);
        var relative = stack([below.unsqueeze(-1).expand(index.shape), right.unsqueeze(-2).expand(index.shape)], -1);
        return new Neighbours(index.flatten(2, 3).MoveToOuterDisposeScope(), relative.flatten(2, 3).MoveToOuterDisposeScope());
    }

    /// <summary>The pixel that holds a query, without any nudge: ties fall to even rows and columns.</summary>
    /// <param name="coords">(N, Q, 2); the caller keeps it.</param>
    /// <param name="height">LR rows.</param>
    /// <param name="width">LR columns.</param>
    /// <returns>(N, Q) int64; the caller disposes it.</returns>
    public static Tensor Nearest(Tensor coords, int height, int width)
    {
        using var scope = NewDisposeScope();
        var rows = LrCoordinates.NearestCell(coords.select(-1, 0), height);
        return ((rows * width) + LrCoordinates.NearestCell(coords.select(-1, 1), width)).MoveToOuterDisposeScope();
    }

    /// <summary>The same along one axis of a grid, whose cells are all equal.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="count">LR pixels along it.</param>
    /// <returns>Two a sample.</returns>
    public static AxisNeighbours Around(GridAxis axis, int count)
    {
        var cell = 2 * axis.Step.ToDouble() / count;
        var half = 1 / (1 / (1 - cell) * (count - 1.0));
        return new AxisNeighbours(axis, count, [-half + Neighbours.DefaultNudge, half + Neighbours.DefaultNudge]);
    }

    // Two reciprocals instead of one division: the official order of roundings, on which ties depend.
    private static (Tensor Index, Tensor Relative) Locate(Tensor position, Tensor cell, int count)
    {
        var half = ((1 - cell).reciprocal() * (count - 1.0)).reciprocal();
        var shifts = stack([-half + Neighbours.DefaultNudge, half + Neighbours.DefaultNudge], -1);
        var query = position.unsqueeze(-1);
        var index = LrCoordinates.NearestCell((query + shifts).clamp(-Border, Border), count);
        return (index, (query - LrCoordinates.Centre(index, count, position.dtype)) * count);
    }
}
