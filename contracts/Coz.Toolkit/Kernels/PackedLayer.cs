namespace Coz.Toolkit.Kernels;

/// <summary>
/// A linear layer laid out for <see cref="RegisterTile"/>: strips of a register tile's width, each strip's numbers in the order in
/// which the product reads them; what is left over in strips one vector wide, padded with zeros. A strip of a 256-wide layer is 64 KB.
/// </summary>
public sealed unsafe class PackedLayer
{
    private readonly AlignedBuffer _weights;
    private readonly AlignedBuffer _bias;
    private readonly int _lanes;
    private readonly int _across;

    /// <summary>Packs a layer.</summary>
    /// <param name="weight">(outputs, inputs), row-major.</param>
    /// <param name="bias">The outputs' biases; empty for none.</param>
    /// <param name="inputs">Numbers in.</param>
    /// <param name="width">The vector width it is packed for.</param>
    /// <param name="stride">From row to row of the weights, where they are some columns of a larger matrix; null for inputs.</param>
    public PackedLayer(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int inputs, VectorWidth width, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        var rowStride = stride ?? inputs;
        (Width, Inputs, Outputs) = (width, inputs, (weight.Length + rowStride - inputs) / rowStride);
        _lanes = (int)width / 32;
        _across = width == VectorWidth.V512 ? Lanes512.Across : Lanes256.Across;
        Stride = (Outputs + _lanes - 1) / _lanes * _lanes;
        _weights = new AlignedBuffer(Stride * inputs);
        _bias = new AlignedBuffer(Stride);
        bias.CopyTo(_bias.Span);
        var packed = _weights.Span;
        for (var first = 0; first < Stride; first += StripAt(first))
        {
            var strip = StripAt(first);
            for (var k = 0; k < inputs; k++)
            {
                for (var j = 0; j < strip && first + j < Outputs; j++)
                    packed[(first * inputs) + (k * strip) + j] = weight[((first + j) * rowStride) + k];
            }
        }
    }

    /// <summary>The vector width it is packed for.</summary>
    public VectorWidth Width { get; }

    /// <summary>Numbers in.</summary>
    public int Inputs { get; }

    /// <summary>Numbers out.</summary>
    public int Outputs { get; }

    /// <summary>The outputs rounded up to whole vectors: the least distance between rows of the result; what is beyond the outputs is 0.</summary>
    public int Stride { get; }

    /// <summary>Applies the layer to rows.</summary>
    /// <param name="rows">How many; a multiple of six: pad the tile, the result of a padding row means nothing.</param>
    /// <param name="input">Rows of inputs.</param>
    /// <param name="inputStride">From row to row of the input.</param>
    /// <param name="output">Rows of <see cref="Stride"/> outputs.</param>
    /// <param name="outputStride">From row to row of the output.</param>
    /// <param name="isRelu">Whether negative outputs become 0.</param>
    /// <param name="isAdded">Whether the products are added to what the output holds, and the bias left out.</param>
    public void Apply<TLanes, TVector>(int rows, float* input, int inputStride, float* output, int outputStride, bool isRelu = false, bool isAdded = false)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // Strips outside: one stays in the nearest cache that holds it while all rows pass.
        for (var first = 0; first < Stride;)
        {
            var strip = StripAt(first);
            var weights = _weights.Address + ((nint)first * Inputs);
            for (var row = 0; row < rows; row += RegisterTile.Rows)
            {
                var a = input + ((nint)row * inputStride);
                var c = output + ((nint)row * outputStride) + first;
                var (start, startStride) = isAdded ? ((nint)c, outputStride) : ((nint)(_bias.Address + first), 0);
                RegisterTile.Multiply<TLanes, TVector>(strip / TLanes.Count, a, inputStride, weights, strip, Inputs, (float*)start, startStride, c, outputStride, isRelu);
            }

            first += strip;
        }
    }

    private int StripAt(int first) => Stride - first >= _across * _lanes ? _across * _lanes : _lanes;
}
