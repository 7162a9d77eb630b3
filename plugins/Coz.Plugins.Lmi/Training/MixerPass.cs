using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi.Training;

/// <summary>The mixer over all queries of a batch, forth or back, its blocks spread over all cores.</summary>
internal sealed unsafe class MixerPass : IDisposable
{
    private const int FirstWeight = 6;
    private readonly IReadOnlyList<Tensor> _tensors;
    private readonly VectorWidth _width;
    private readonly MixerQueries? _queries;
    private readonly MixerMatrices? _matrices;

    /// <summary>Packs the weights.</summary>
    /// <param name="tensors">
    /// Contiguous: pixels (N, P, C + 3), steering (N, Q, tokens, C), index (N, Q, tokens), relative (N, Q, tokens, 2), areas (N, Q, tokens),
    /// scale (N, Q, 1), then weights and biases. Kept alive until this is disposed.
    /// </param>
    /// <param name="width">The vector width.</param>
    public MixerPass(IReadOnlyList<Tensor> tensors, VectorWidth width)
    {
        (_tensors, _width) = (tensors, width);
        if (tensors[2].NumberOfElements == 0)
            return;
        _queries = new MixerQueries(tensors);
        _matrices = new MixerMatrices([.. tensors.Skip(FirstWeight)], _queries.Channels, width);
    }

    /// <summary>The colours (N, Q, 3), in the open dispose scope.</summary>
    public Tensor Forward()
    {
        var output = empty(_tensors[2].shape[0], _tensors[2].shape[1], 3, ScalarType.Float32);
        if (_queries is not null)
            Run(block => new Forth(_queries, _matrices!, block, TensorMemory.Address(output)));
        return output;
    }

    /// <summary>The gradients of pixels, steering, and weights and biases, in the open dispose scope.</summary>
    /// <param name="gradient">(N, Q, 3), contiguous; the caller keeps it.</param>
    public (Tensor Pixels, Tensor Steering, IReadOnlyList<Tensor> Weights) Backward(Tensor gradient)
    {
        if (_queries is null)
            return (zeros_like(_tensors[0]), zeros_like(_tensors[1]), [.. _tensors.Skip(FirstWeight).Select(weight => zeros_like(weight))]);
        var steering = empty_like(_tensors[1]);
        using var pixels = new PixelGradients(_queries.Blocks, _queries.Pixels, _queries.PixelStride);
        var sums = Enumerable.Range(0, _queries.Blocks.Count).Select(_ => new MixerGradients(_matrices!)).ToArray();
        Run(block => new Back(_queries, _matrices!, block, TensorMemory.Address(gradient), sums[block], pixels.Rows(block), TensorMemory.Address(steering)));
        var weights = MixerGradients.Sum(sums);
        foreach (var block in sums)
            block.Dispose();
        return (pixels.Sum(_width), steering, weights);
    }

    /// <inheritdoc/>
    public void Dispose() => GC.KeepAlive(_tensors);

    private void Run(Func<int, IVectorWork> work) => EveryCore.For(_queries!.Blocks.Count, block => Vectors.Run(work(block), _width));

    private sealed class Forth(MixerQueries queries, MixerMatrices matrices, int block, float* output) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            using var tile = new MixerTile(queries, matrices, isForBack: false);
            var image = queries.Blocks.Image(block);
            foreach (var (start, count) in queries.Blocks.Tiles(block, MixerTile.Queries))
            {
                var first = ((long)image * queries.Blocks.Queries) + start;
                var rgb = tile.Forth<TLanes, TVector>(image, first, count);
                for (var q = 0; q < count; q++)
                    new ReadOnlySpan<float>(rgb + (q * MixerTile.PlaceStride), 3).CopyTo(new Span<float>(output + ((first + q) * 3), 3));
            }
        }
    }

    private sealed class Back(MixerQueries queries, MixerMatrices matrices, int block, float* gradient, MixerGradients sums, float* pixels, float* steering) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            using var tile = new MixerTile(queries, matrices, isForBack: true);
            var image = queries.Blocks.Image(block);
            foreach (var (start, count) in queries.Blocks.Tiles(block, MixerTile.Queries))
            {
                var first = ((long)image * queries.Blocks.Queries) + start;
                tile.Forth<TLanes, TVector>(image, first, count);
                tile.Back<TLanes, TVector>(first, count, gradient, sums, pixels, steering);
            }
        }
    }
}
