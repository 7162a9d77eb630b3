using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>The arithmetic of <see cref="DenseFunction"/>: one pass forth or back over all rows, in tiles of 96.</summary>
internal sealed unsafe class DensePass : IDisposable
{
    private const int Tile = 96;

    // Blocks of rows with gradients of their own: their number follows from the rows alone.
    private const int MostBlocks = 16;
    private const int TilesPerBlock = 8;
    private readonly Tensor _input;
    private readonly IReadOnlyList<Tensor> _weights;
    private readonly PackedLayer[] _forth;
    private readonly DenseShape _shape;
    private readonly VectorWidth _width;
    private readonly int[] _strides;
    private readonly int _rows;

    /// <summary>Packs the layers.</summary>
    /// <param name="tensors">Rows, then weights and biases in turn.</param>
    /// <param name="shape">Where activations stand.</param>
    /// <param name="width">The vector width.</param>
    public DensePass(IReadOnlyList<Tensor> tensors, DenseShape shape, VectorWidth width)
    {
        (_shape, _width) = (shape, width);
        _input = tensors[0].detach().contiguous();
        _rows = (int)_input.shape[0];
        _weights = [.. tensors.Skip(1).Where((_, i) => i % 2 == 0)];
        _forth = [.. _weights.Select((weight, i) => TensorMemory.Pack(weight, tensors[2 + (2 * i)], width))];

        // Rows of each layer's inputs, and of the last one's outputs: whole vectors of any width.
        _strides = [.. _forth.Select(layer => Vectors.Whole(layer.Inputs)), Vectors.Whole(_forth[^1].Outputs)];
    }

    private int Tiles => (_rows + Tile - 1) / Tile;

    private int Blocks => Math.Clamp(Tiles / TilesPerBlock, 1, MostBlocks);

    /// <summary>The outputs (rows, outputs); the caller disposes them.</summary>
    public Tensor Forward()
    {
        var output = empty(_rows, _forth[^1].Outputs, ScalarType.Float32);
        if (_rows > 0)
            Run(block => new Forth(this, block, TensorMemory.Address(output)));
        return output;
    }

    /// <summary>The gradients of rows, weights and biases, in the open dispose scope.</summary>
    /// <param name="gradient">(rows, outputs), contiguous; the caller keeps it.</param>
    public (Tensor Rows, IReadOnlyList<(Tensor Weight, Tensor Bias)> Layers) Backward(Tensor gradient)
    {
        var rows = empty_like(_input);
        PackedLayer[] back = [.. _weights.Select(Transposed)];
        var sums = Enumerable.Range(0, Blocks).Select(_ => new DenseGradients(_forth)).ToArray();
        if (_rows > 0)
            Run(block => new Back(this, block, TensorMemory.Address(gradient), TensorMemory.Address(rows), back, sums[block]));
        var layers = DenseGradients.Sum(sums);
        foreach (var block in sums)
            block.Dispose();
        return (rows, layers);
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    private PackedLayer Transposed(Tensor weight)
    {
        using var transposed = weight.t();
        return TensorMemory.Pack(transposed, null, _width);
    }

    private void Run(Func<int, IVectorWork> work) => EveryCore.For(Blocks, block => Vectors.Run(work(block), _width));

    private IEnumerable<(int First, int Count)> TilesOf(int block)
    {
        for (var tile = (int)((long)Tiles * block / Blocks); tile < (int)((long)Tiles * (block + 1) / Blocks); tile++)
            yield return (tile * Tile, Math.Min(Tile, _rows - (tile * Tile)));
    }

    // A tile's rows with zeros after the last, in whole vectors.
    private static void Load(float* from, int width, int count, float* to, int stride)
    {
        new Span<float>(to, Tile * stride).Clear();
        for (var i = 0; i < count; i++)
            new ReadOnlySpan<float>(from + ((nint)i * width), width).CopyTo(new Span<float>(to + (i * stride), width));
    }

    // Whether an activation stands before a layer; after the last one, for the count of layers.
    private bool IsActive(int layer) => layer == 0 ? _shape.IsFirstActive : layer < _forth.Length || _shape.IsLastActive;

    private void Activate<TLanes, TVector>(int layer, float* x, float* to, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (!IsActive(layer))
        {
            if (x != to)
                new ReadOnlySpan<float>(x, count).CopyTo(new Span<float>(to, count));
            return;
        }

        var zero = TLanes.All(0);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var value = TLanes.Load(x + i);
            TLanes.Store(to + i, _shape.Activation == Activation.Relu ? TLanes.Max(value, zero) : VectorMath.Gelu<TLanes, TVector>(value));
        }
    }

    private sealed class Forth(DensePass pass, int block, float* output) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var widest = pass._strides.Max();
            using var buffers = new Buffers(2, Tile * widest);
            var (one, other) = (buffers[0], buffers[1]);
            var outputs = pass._forth[^1].Outputs;
            foreach (var (first, count) in pass.TilesOf(block))
            {
                Load(TensorMemory.Address(pass._input) + ((nint)first * pass._forth[0].Inputs), pass._forth[0].Inputs, count, one.Address, pass._strides[0]);
                for (var i = 0; i < pass._forth.Length; i++)
                {
                    pass.Activate<TLanes, TVector>(i, one.Address, one.Address, Tile * pass._strides[i]);
                    pass._forth[i].Apply<TLanes, TVector>(Tile, one.Address, pass._strides[i], other.Address, pass._strides[i + 1]);
                    (one, other) = (other, one);
                }

                pass.Activate<TLanes, TVector>(pass._forth.Length, one.Address, one.Address, Tile * pass._strides[^1]);

                for (var i = 0; i < count; i++)
                    new ReadOnlySpan<float>(one.Address + (i * pass._strides[^1]), outputs).CopyTo(new Span<float>(output + ((nint)(first + i) * outputs), outputs));
            }
        }
    }

    private sealed class Back(DensePass pass, int block, float* gradient, float* rows, PackedLayer[] back, DenseGradients sums) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var layers = pass._forth.Length;
            using var buffers = new Buffers((2 * layers) + 3, Tile * pass._strides.Max());
            var (before, after) = (buffers[..(layers + 1)], buffers[(layers + 1)..(2 * layers + 1)]);
            var (slope, next) = (buffers[(2 * layers) + 1], buffers[(2 * layers) + 2]);
            var inputs = pass._forth[0].Inputs;
            foreach (var (first, count) in pass.TilesOf(block))
            {
                Load(TensorMemory.Address(pass._input) + ((nint)first * inputs), inputs, count, before[0].Address, pass._strides[0]);
                for (var i = 0; i < layers; i++)
                {
                    pass.Activate<TLanes, TVector>(i, before[i].Address, after[i].Address, Tile * pass._strides[i]);
                    if (i + 1 < layers || pass.IsActive(layers))
                        pass._forth[i].Apply<TLanes, TVector>(Tile, after[i].Address, pass._strides[i], before[i + 1].Address, pass._strides[i + 1]);
                }

                Load(gradient + ((nint)first * pass._forth[^1].Outputs), pass._forth[^1].Outputs, count, slope.Address, pass._strides[^1]);
                pass.Slope<TLanes, TVector>(layers, before[layers].Address, slope.Address, Tile * pass._strides[^1]);
                for (var i = layers - 1; i >= 0; i--)
                {
                    sums.Add<TLanes, TVector>(i, count, slope.Address, pass._strides[i + 1], after[i].Address, pass._strides[i]);
                    back[i].Apply<TLanes, TVector>(Tile, slope.Address, pass._strides[i + 1], next.Address, pass._strides[i]);
                    pass.Slope<TLanes, TVector>(i, before[i].Address, next.Address, Tile * pass._strides[i]);
                    (slope, next) = (next, slope);
                }

                for (var i = 0; i < count; i++)
                    new ReadOnlySpan<float>(slope.Address + (i * pass._strides[0]), inputs).CopyTo(new Span<float>(rows + ((nint)(first + i) * inputs), inputs));
            }
        }
    }

    // gradient times the activation's derivative at x.
    private void Slope<TLanes, TVector>(int layer, float* x, float* gradient, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (!IsActive(layer))
            return;
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var value = TLanes.Load(x + i);
            var slope = _shape.Activation == Activation.Relu ? TLanes.Step(value) : VectorMath.GeluSlope<TLanes, TVector>(value);
            TLanes.Store(gradient + i, TLanes.Multiply(TLanes.Load(gradient + i), slope));
        }
    }

    // The buffers of one block.
    private sealed class Buffers(int count, int length) : IDisposable
    {
        private readonly AlignedBuffer[] _buffers = [.. Enumerable.Range(0, count).Select(_ => new AlignedBuffer(length))];

        public AlignedBuffer this[int index] => _buffers[index];

        public AlignedBuffer[] this[Range range] => _buffers[range];

        public void Dispose()
        {
            foreach (var buffer in _buffers)
                buffer.Free();
        }
    }
}
