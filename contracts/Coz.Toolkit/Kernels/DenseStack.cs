using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// Linear layers with an activation after each but the last, applied to a tile of rows that stays in the cache from layer to layer.
/// </summary>
/// <remarks>
/// A tile of 96 rows of 256 numbers is 96 KB, two of them and a layer's 256 KB fit a second-level cache of 512 KB and more; fewer rows
/// would read the weights more often for nothing.
/// </remarks>
public sealed class DenseStack
{
    private readonly PackedLayer[] _layers;
    private readonly Activation _activation;
    private readonly bool _isLastActive;

    /// <summary>Packs layers as they are now: later changes of the tensors do not show.</summary>
    /// <param name="layers">(outputs, inputs) weights, or those of 1 x 1 convolutions, and (outputs) biases; float32 on the CPU. The caller keeps them.</param>
    /// <param name="activation">What stands between the layers.</param>
    /// <param name="isLastActive">Whether the activation follows the last layer too.</param>
    /// <param name="width">The vector width.</param>
    public DenseStack(IEnumerable<(Tensor Weight, Tensor? Bias)> layers, Activation activation, bool isLastActive, VectorWidth width)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers.Select(layer => TensorMemory.Pack(layer.Weight, layer.Bias, width))];
        (_activation, _isLastActive) = (activation, isLastActive);
        LargestStride = _layers.Select(layer => layer.Stride).DefaultIfEmpty().Max();
    }

    /// <summary>Packs linear layers.</summary>
    /// <inheritdoc cref="DenseStack(IEnumerable{ValueTuple{Tensor, Tensor}}, Activation, bool, VectorWidth)"/>
    public DenseStack(IEnumerable<Linear> layers, Activation activation, bool isLastActive, VectorWidth width)
        : this(layers.Select(layer => ((Tensor)layer.weight, (Tensor?)layer.bias)), activation, isLastActive, width)
    {
    }

    /// <summary>The number of layers.</summary>
    public int Count => _layers.Length;

    /// <summary>The largest distance between rows that a layer's result needs.</summary>
    public int LargestStride { get; }

    /// <summary>Numbers that <see cref="Apply"/> needs for a tile: two buffers.</summary>
    /// <param name="rows">The tile's rows.</param>
    /// <returns>How many.</returns>
    public int ScratchFor(int rows) => 2 * Padded(rows) * LargestStride;

    /// <summary>The rows of a tile rounded up to what the register tile takes at once.</summary>
    /// <param name="rows">How many are used.</param>
    /// <returns>How many there must be room for.</returns>
    public static int Padded(int rows) => (rows + RegisterTile.Rows - 1) / RegisterTile.Rows * RegisterTile.Rows;

    /// <summary>Applies the layers.</summary>
    /// <param name="rows">How many rows; there is room for <see cref="Padded"/> ones.</param>
    /// <param name="input">The rows.</param>
    /// <param name="inputStride">From row to row.</param>
    /// <param name="scratch">Room for <see cref="ScratchFor"/> numbers.</param>
    /// <param name="stride">From row to row of the result.</param>
    /// <returns>The rows of the result, in the scratch room; the input itself if there is no layer.</returns>
    public unsafe float* Apply<TLanes, TVector>(int rows, float* input, int inputStride, float* scratch, out int stride)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        rows = Padded(rows);
        var other = scratch + ((nint)rows * LargestStride);
        stride = inputStride;
        for (var i = 0; i < _layers.Length; i++)
        {
            var output = i % 2 == 0 ? scratch : other;
            var isActive = _isLastActive || i < _layers.Length - 1;
            _layers[i].Apply<TLanes, TVector>(rows, input, stride, output, _layers[i].Stride, isActive && _activation == Activation.Relu);
            stride = _layers[i].Stride;
            if (isActive && _activation == Activation.Gelu)
                RowLoops.Gelu<TLanes, TVector>(output, rows * stride);
            input = output;
        }

        return input;
    }
}
