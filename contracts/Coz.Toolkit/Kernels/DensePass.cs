using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>The arithmetic of <see cref="DenseFunction"/>: one pass forth or back over all rows, in tiles of 96.</summary>
internal sealed unsafe class DensePass : IDisposable
{
    private const int Tile = 96;

    // Blocks of rows with gradients of their own: their number follows from the rows alone.
    private const int MostBlocks = 32;
    private const int TilesPerBlock = 8;
    private readonly Tensor _input;
    private readonly IReadOnlyList<Tensor> _weights;
    private readonly PackedLayer[] _forth;
    private readonly Activation _activation;
    private readonly VectorWidth _width;
    private readonly int[] _strides;
    private readonly int _rows;

    /// <summary>Packs the layers.</summary>
    /// <param name="tensors">Rows, then weights and biases in turn.</param>
    /// <param name="activation">The activation before each layer.</param>
    /// <param name="width">The vector width.</param>
    public DensePass(IReadOnlyList<Tensor> tensors, Activation activation, VectorWidth width)
    {
        (_activation, _width) = (activation, width);
        _input = tensors[0].detach().contiguous();
        _rows = (int)_input.shape[0];
        _weights = [.. tensors.Skip(1).Where((_, i) => i % 2 == 0)];
        _forth = [.. _weights.Select((weight, i) => TensorMemory.Pack(weight, tensors[2 + (2 * i)], width))];

        // Rows of each layer's inputs, and of the last one's outputs: whole vectors of any width.
        _strides = [.. _forth.Select(layer => Whole(layer.Inputs)), Whole(_forth[^1].Outputs)];
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
        return (rows, DenseGradients.Sum(sums));
    }

    /// <inheritdoc/>
    public void Dispose() => _input.Dispose();

    private static int Whole(int count) => (count + Lanes512.Count - 1) / Lanes512.Count * Lanes512.Count;

    private PackedLayer Transposed(Tensor weight)
    {
        using var transposed = weight.t();
        return TensorMemory.Pack(transposed, null, _width);
    }

    private void Run(Func<int, IVectorWork> work) => Parallel.For(0, Blocks, block => Vectors.Run(work(block), _width));

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

    private void Activate<TLanes, TVector>(float* x, float* to, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var zero = TLanes.All(0);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var value = TLanes.Load(x + i);
            TLanes.Store(to + i, _activation == Activation.Relu ? TLanes.Max(value, zero) : VectorMath.Gelu<TLanes, TVector>(value));
        }
    }

    private sealed class Forth(DensePass pass, int block, float* output) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var widest = pass._strides.Max();
            var (one, other) = (new AlignedBuffer(Tile * widest), new AlignedBuffer(Tile * widest));
            var outputs = pass._forth[^1].Outputs;
            foreach (var (first, count) in pass.TilesOf(block))
            {
                Load(TensorMemory.Address(pass._input) + ((nint)first * pass._forth[0].Inputs), pass._forth[0].Inputs, count, one.Address, pass._strides[0]);
                for (var i = 0; i < pass._forth.Length; i++)
                {
                    pass.Activate<TLanes, TVector>(one.Address, one.Address, Tile * pass._strides[i]);
                    pass._forth[i].Apply<TLanes, TVector>(Tile, one.Address, pass._strides[i], other.Address, pass._strides[i + 1]);
                    (one, other) = (other, one);
                }

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
            var before = pass._strides.Select(stride => new AlignedBuffer(Tile * stride)).ToArray();
            var after = pass._strides.Select(stride => new AlignedBuffer(Tile * stride)).ToArray();
            var (slope, next) = (new AlignedBuffer(Tile * pass._strides.Max()), new AlignedBuffer(Tile * pass._strides.Max()));
            var inputs = pass._forth[0].Inputs;
            foreach (var (first, count) in pass.TilesOf(block))
            {
                Load(TensorMemory.Address(pass._input) + ((nint)first * inputs), inputs, count, before[0].Address, pass._strides[0]);
                for (var i = 0; i < layers; i++)
                {
                    pass.Activate<TLanes, TVector>(before[i].Address, after[i].Address, Tile * pass._strides[i]);
                    if (i + 1 < layers)
                        pass._forth[i].Apply<TLanes, TVector>(Tile, after[i].Address, pass._strides[i], before[i + 1].Address, pass._strides[i + 1]);
                }

                Load(gradient + ((nint)first * pass._forth[^1].Outputs), pass._forth[^1].Outputs, count, slope.Address, pass._strides[^1]);
                for (var i = layers - 1; i >= 0; i--)
                {
                    sums.Add<TLanes, TVector>(i, count, slope.Address, pass._strides[i + 1], after[i].Address, pass._strides[i]);
                    back[i].Apply<TLanes, TVector>(Tile, slope.Address, pass._strides[i + 1], next.Address, pass._strides[i]);
                    pass.Slope<TLanes, TVector>(before[i].Address, next.Address, Tile * pass._strides[i]);
                    (slope, next) = (next, slope);
                }

                for (var i = 0; i < count; i++)
                    new ReadOnlySpan<float>(slope.Address + (i * pass._strides[0]), inputs).CopyTo(new Span<float>(rows + ((nint)(first + i) * inputs), inputs));
            }
        }
    }

    // gradient times the activation's derivative at x.
    private void Slope<TLanes, TVector>(float* x, float* gradient, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var value = TLanes.Load(x + i);
            var slope = _activation == Activation.Relu ? TLanes.Step(value) : VectorMath.GeluSlope<TLanes, TVector>(value);
            TLanes.Store(gradient + i, TLanes.Multiply(TLanes.Load(gradient + i), slope));
        }
    }
}
