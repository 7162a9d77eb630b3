using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Interpolation;

/// <summary>The LR pixel that holds the output pixel's centre; on the line between two, the later one.</summary>
[Plugin("nearest", Summary = "Nearest-neighbour look-up, the floor of every table")]
public sealed class NearestModel : Contracts.Models.Interpolation
{
    /// <inheritdoc/>
    public override Reach Reach => 0;

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var pixel = Neighbours.Around(queries.Coords.to(float64), map.Height, map.Width, [0]);
        return PixelRows.Gather(PixelRows.Flatten(map.Image), pixel.Index.squeeze(2)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        using var rows = tensor(Cells(grid.Rows, map.Height), device: map.Image.device);
        using var columns = tensor(Cells(grid.Columns, map.Width), device: map.Image.device);
        using var picked = map.Image.index_select(2, rows);
        return picked.index_select(3, columns);
    }

    private static long[] Cells(GridAxis axis, int count) =>
        [.. Enumerable.Range(0, axis.Count).Select(i => Math.Clamp((long)Math.Floor(axis.Centre(i).ToDouble()), 0, count - 1))];
}
