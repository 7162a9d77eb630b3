using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Lit;

/// <summary>
/// A stage at its queries: the query bilinear at the point, keys and values of the k x k pixels around the nearest one, softmax of
/// q.k / sqrt(channels of a head) + position; the weighted values are not summed but fed, pixel after pixel, to the network.
/// </summary>
/// <remarks>Pixels outside the image are zero, yet take their share of the softmax by their position.</remarks>
internal sealed class LocalAttention(PositionEncoder positions, LitOptions options)
{
    // 32 MiB of float32 for keys and values: more at once is not faster and, with what follows from them, takes gigabytes.
    private const long GatheredAtOnce = 1L << 23;

    /// <summary>Decodes a few points at a time: a bound on memory, without effect on the result.</summary>
    /// <returns>(N, Q, 3); the caller disposes it.</returns>
    public Tensor Decode(StageMap map, PointQueries queries, Mlp network)
    {
        using var scope = NewDisposeScope();
        var side = (2L * options.R) + 1;
        var step = Math.Max(1, GatheredAtOnce / (queries.Batch * side * side * 2 * options.BaseDim));
        var outputs = new List<Tensor>();
        for (var first = 0L; first < queries.Count; first += step)
        {
            using var points = queries.Slice(first, Math.Min(step, queries.Count - first));
            outputs.Add(Predict(map, points, network));
        }

        return cat(outputs, 1).MoveToOuterDisposeScope();
    }

    private Tensor Predict(StageMap map, PointQueries queries, Mlp network)
    {
        using var scope = NewDisposeScope();
        var around = Enumerate(queries.Coords.select(-1, 0), map.Window.Rows);
        var across = Enumerate(queries.Coords.select(-1, 1), map.Window.Columns);
        var index = ((around.Index.unsqueeze(-1) * map.Window.Columns.Count) + across.Index.unsqueeze(-2)).flatten(2);
        var inside = around.Inside.unsqueeze(-1).logical_and(across.Inside.unsqueeze(-2)).flatten(2).unsqueeze(-1).to(queries.Coords.dtype);

        var heads = new long[] { options.Head, options.BaseDim / options.Head };
        var pairs = PixelRows.Gather(map.Pairs, index);
        var keys = pairs.narrow(-1, 0, options.BaseDim).unflatten(3, heads);
        var values = pairs.narrow(-1, options.BaseDim, options.BaseDim).unflatten(3, heads);
        var query = Sample(map, queries.Coords).unflatten(2, heads).unsqueeze(2);
        var likeness = (keys * query).sum(-1) * inside / Math.Sqrt(heads[1]);
        var share = F.softmax(likeness + positions.Encode(around.Relative, across.Relative), 2) * inside;
        var weighted = (values * share.unsqueeze(-1)).flatten(2);

        var (weight, bias) = (network.Linears[0].weight, network.Linears[0].bias);
        var hidden = F.linear(weighted, weight.narrow(1, 0, weighted.shape[2]), bias);
        if (options.IsCell)
        {
            var cells = LrCoordinates.RelativeCells(queries.Cells, map.Window.Rows.GridCount, map.Window.Columns.GridCount);
            hidden += F.linear(cells, weight.narrow(1, weighted.shape[2], 2));
        }

        return network.AfterFirst(hidden).MoveToOuterDisposeScope();
    }

    private static Tensor Sample(StageMap map, Tensor coords)
    {
        var grid = map.Window.Localise(coords).flip(-1).unsqueeze(1);
        var sampled = F.grid_sample(map.Queries, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
        return sampled.squeeze(2).transpose(1, 2);
    }

    // (N, Q, k) each: where the pixels lie in the window, whether the grid has them, and the query seen from their centres.
    private (Tensor Index, Tensor Inside, Tensor Relative) Enumerate(Tensor position, StageWindow.Axis axis)
    {
        var nearest = LrCoordinates.NearestCell(position, axis.GridCount).unsqueeze(-1);
        var pixels = nearest + arange(-options.R, options.R + 1, int64, position.device);
        var inside = pixels.ge(0).logical_and(pixels.lt(axis.GridCount));
        var relative = (position.unsqueeze(-1) - LrCoordinates.Centre(pixels, axis.GridCount, position.dtype)) * axis.GridCount;
        return ((pixels - axis.First).clamp(0, axis.Count - 1), inside, relative);
    }
}
