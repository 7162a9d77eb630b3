using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>The gradients that one block of rows gives to weights and biases.</summary>
public sealed unsafe class DenseGradients : IDisposable
{
    private readonly PackedLayer[] _layers;
    private readonly AlignedBuffer[] _weights;
    private readonly AlignedBuffer[] _biases;

    /// <summary>Starts with zeros.</summary>
    /// <param name="layers">The layers' sizes.</param>
    public DenseGradients(PackedLayer[] layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = layers;

        // Rows of a register tile, of whole vectors.
        _weights = [.. layers.Select(layer => new AlignedBuffer(DenseStack.Padded(layer.Outputs) * Vectors.Whole(layer.Inputs)))];
        _biases = [.. layers.Select(layer => new AlignedBuffer(Vectors.Whole(layer.Outputs)))];
    }

    /// <summary>Adds a tile: the product of its rows' gradients and inputs, and the sum of the gradients.</summary>
    /// <param name="layer">The layer's index.</param>
    /// <param name="count">The rows.</param>
    /// <param name="slope">Their gradients: whole vectors, and as many rows more to read as a register tile has.</param>
    /// <param name="slopeStride">From row to row.</param>
    /// <param name="input">Their inputs.</param>
    /// <param name="inputStride">From row to row.</param>
    public void Add<TLanes, TVector>(int layer, int count, float* slope, int slopeStride, float* input, int inputStride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var stride = Vectors.Whole(_layers[layer].Inputs);
        var strip = TLanes.Across * TLanes.Count;
        for (var first = 0; first < stride;)
        {
            var across = stride - first >= strip ? TLanes.Across : 1;
            for (var row = 0; row < DenseStack.Padded(_layers[layer].Outputs); row += RegisterTile.Rows)
            {
                var sum = _weights[layer].Address + ((nint)row * stride) + first;
                RegisterTile.Multiply<TLanes, TVector>(across, slope + row, 1, slopeStride, input + first, inputStride, count, sum, stride, sum, stride, isRelu: false);
            }

            first += across * TLanes.Count;
        }

        var bias = _biases[layer].Address;
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < _biases[layer].Length; j += TLanes.Count)
                TLanes.Store(bias + j, TLanes.Add(TLanes.Load(bias + j), TLanes.Load(slope + (i * slopeStride) + j)));
        }
    }

    /// <summary>Adds up blocks, in order.</summary>
    /// <param name="blocks">At least one.</param>
    /// <returns>Weights (outputs, inputs) and biases (outputs), in the open dispose scope.</returns>
    public static IReadOnlyList<(Tensor Weight, Tensor Bias)> Sum(DenseGradients[] blocks)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var layers = blocks[0]._layers;
        EveryCore.For(layers.Length, layer =>
        {
            foreach (var block in blocks.Skip(1))
            {
                Add(blocks[0]._weights[layer].Span, block._weights[layer].Span);
                Add(blocks[0]._biases[layer].Span, block._biases[layer].Span);
            }
        });
        return [.. layers.Select((layer, i) => (ToTensor(blocks[0]._weights[i], layer.Outputs, layer.Inputs), ToTensor(blocks[0]._biases[i], 1, layer.Outputs).flatten()))];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var buffer in _weights.Concat(_biases))
            buffer.Free();
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> summand)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += summand[i];
    }

    private static Tensor ToTensor(AlignedBuffer rows, int count, int width)
    {
        var tensor = empty(count, width, ScalarType.Float32);
        var to = TensorMemory.Address(tensor);
        var stride = Vectors.Whole(width);
        for (var i = 0; i < count; i++)
            rows.Span.Slice(i * stride, width).CopyTo(new Span<float>(to + ((nint)i * width), width));
        return tensor;
    }
}
