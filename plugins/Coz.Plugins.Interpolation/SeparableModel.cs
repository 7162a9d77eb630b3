using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Interpolation;

/// <summary>
/// Interpolation by a kernel along rows and columns, as MATLAB's imresize upscales: half-pixel centres, the image mirrored at its
/// borders (the border pixel twice), no antialiasing, computed in float64.
/// </summary>
public abstract class SeparableModel : Contracts.Models.Interpolation
{
    private readonly int _taps;

    private protected SeparableModel(int taps) => _taps = taps;

    /// <inheritdoc/>
    public override Reach Reach => _taps / 2;

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var coords = queries.Coords.to(float64);
        var (rows, rowWeights) = Taps(Position(coords.select(2, 0), map.Height), map.Height);
        var (columns, columnWeights) = Taps(Position(coords.select(2, 1), map.Width), map.Width);
        var index = ((rows.unsqueeze(-1) * map.Width) + columns.unsqueeze(-2)).flatten(2);
        var weights = (rowWeights.unsqueeze(-1) * columnWeights.unsqueeze(-2)).flatten(2);
        var pixels = PixelRows.Gather(PixelRows.Flatten(map.Image), index).to(float64);
        return (pixels * weights.unsqueeze(-1)).sum(2).to(map.Image.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        using var scope = NewDisposeScope();
        var image = map.Image.to(float64);
        var wide = Along(3, image, grid.Columns);
        return Along(2, wide, grid.Rows).to(map.Image.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>The kernel: weights of pixels at distances of at least 0, in LR pixels.</summary>
    private protected abstract Tensor Kernel(Tensor distance);

    // From normalised coordinates to LR pixels, 0 being the centre of the first.
    private static Tensor Position(Tensor coords, int count) => ((coords + 1) * (count / 2.0)) - 0.5;

    private Tensor Along(int dimension, Tensor image, GridAxis axis)
    {
        using var scope = NewDisposeScope();
        var centres = Enumerable.Range(0, axis.Count).Select(i => axis.Centre(i).ToDouble() - 0.5).ToArray();
        var (cells, weights) = Taps(tensor(centres, device: image.device), (int)image.shape[dimension]);
        var along = new long[] { 1, 1, 1, 1 };
        along[dimension] = axis.Count;
        Tensor? sum = null;
        for (var tap = 0; tap < _taps; tap++)
        {
            var share = image.index_select(dimension, cells.select(1, tap)).mul_(weights.select(1, tap).view(along));
            sum = sum?.add_(share) ?? share;
            if (tap > 0)
                share.Dispose();
        }

        return sum!.MoveToOuterDisposeScope();
    }

    // The pixels under the kernel, mirrored into the image, and their weights: (..., taps) each.
    private (Tensor Cells, Tensor Weights) Taps(Tensor position, int count)
    {
        var offsets = arange(_taps, float64, position.device) - ((_taps / 2) - 1);
        var cells = position.floor().unsqueeze(-1) + offsets;
        var weights = Kernel((position.unsqueeze(-1) - cells).abs());
        var mirrored = cells.remainder(2.0 * count);
        return (mirrored.minimum((2.0 * count) - 1 - mirrored).to(int64), weights);
    }
}
