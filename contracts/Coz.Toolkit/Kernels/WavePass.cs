using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>The arithmetic of <see cref="WaveFunction"/>, a query's cell at a time: its numbers fit the first-level cache, and nothing is shared between cells that a larger tile could keep.</summary>
internal sealed unsafe class WavePass : IDisposable
{
    private readonly IReadOnlyList<Tensor> _tensors;
    private readonly long[] _index;
    private readonly VectorWidth _width;
    private readonly QueryBlocks _blocks;
    private readonly int _cells;
    private readonly int _pixels;
    private readonly int _waves;

    // Waves in whole vectors.
    private readonly int _half;

    /// <summary>Takes the tensors.</summary>
    /// <param name="tensors">Waves (N, P, 4 W), phases (N, Q, W), index (N, Q, K), relative (N, Q, K, 2), weights (N, Q, K), contiguous; kept alive until this is disposed.</param>
    /// <param name="width">The vector width.</param>
    public WavePass(IReadOnlyList<Tensor> tensors, VectorWidth width)
    {
        (_tensors, _width) = (tensors, width);
        _index = tensors[2].data<long>().ToArray();
        (_pixels, _cells, _waves) = ((int)tensors[0].shape[1], (int)tensors[2].shape[2], (int)tensors[1].shape[2]);
        _blocks = new QueryBlocks((int)tensors[2].shape[0], (int)tensors[2].shape[1]);
        _half = Vectors.Whole(_waves);
    }

    private bool IsEmpty => _index.Length == 0;

    /// <summary>The waves (N, Q, K, 2 W); the caller disposes them.</summary>
    public Tensor Forward()
    {
        var output = empty([.. _tensors[2].shape, 2 * _waves], ScalarType.Float32);
        if (!IsEmpty)
            Run(block => new Forth(this, block, Addresses(), TensorMemory.Address(output)));
        return output;
    }

    /// <summary>The gradients of waves and phases, in the open dispose scope.</summary>
    /// <param name="gradient">(N, Q, K, 2 W), contiguous; the caller keeps it.</param>
    public (Tensor Waves, Tensor Phases) Backward(Tensor gradient)
    {
        var phases = zeros_like(_tensors[1]);
        if (IsEmpty)
            return (zeros_like(_tensors[0]), phases);
        using var sums = new PixelGradients(_blocks, _pixels, 4 * _waves);
        Run(block => new Back(this, block, Addresses(), TensorMemory.Address(gradient), sums.Rows(block), TensorMemory.Address(phases)));
        return (sums.Sum(_width), phases);
    }

    /// <inheritdoc/>
    public void Dispose() => GC.KeepAlive(_tensors);

    private void Run(Func<int, IVectorWork> work) => EveryCore.For(_blocks.Count, block => Vectors.Run(work(block), _width));

    private Pointers Addresses() => new(
        TensorMemory.Address(_tensors[0]), TensorMemory.Address(_tensors[1]), TensorMemory.Address(_tensors[3]), TensorMemory.Address(_tensors[4]));

    // Numbers of some parts, each in whole vectors.
    private void Spread(float* from, int parts, float* to)
    {
        for (var i = 0; i < parts; i++)
            new ReadOnlySpan<float>(from + (i * _waves), _waves).CopyTo(new Span<float>(to + (i * _half), _waves));
    }

    private void Gather(float* from, int parts, float* to)
    {
        for (var i = 0; i < parts; i++)
            new ReadOnlySpan<float>(from + (i * _half), _waves).CopyTo(new Span<float>(to + (i * _waves), _waves));
    }

    private readonly struct Pointers(float* waves, float* phases, float* relative, float* weights)
    {
        public float* Waves { get; } = waves;

        public float* Phases { get; } = phases;

        public float* Relative { get; } = relative;

        public float* Weights { get; } = weights;
    }

    // A pixel's numbers and a query's phases where the kernel reads them, and sine and cosine of the angles.
    private static (TVector Sin, TVector Cos) At<TLanes, TVector>(float* pixel, float* phase, int half, TVector y, TVector x, int j)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var angle = TLanes.MultiplyAdd(TLanes.Load(pixel + (2 * half) + j), y, TLanes.Load(phase + j));
        return VectorMath.SinCosPi<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Load(pixel + (3 * half) + j), x, angle));
    }

    private sealed class Forth(WavePass pass, int block, Pointers from, float* output) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var (half, waves, cells) = (pass._half, pass._waves, pass._cells);
            var room = new AlignedBuffer(7 * half);
            var pixel = room.Address;
            var phase = pixel + (4 * half);
            var result = phase + half;
            var image = (long)pass._blocks.Image(block);
            foreach (var (query, _) in pass._blocks.Tiles(block, 1))
            {
                var place = (image * pass._blocks.Queries) + query;
                pass.Spread(from.Phases + (place * waves), 1, phase);
                for (var cell = place * cells; cell < (place + 1) * cells; cell++)
                {
                    pass.Spread(from.Waves + (((image * pass._pixels) + pass._index[cell]) * 4 * waves), 4, pixel);
                    var (y, x, w) = (TLanes.All(from.Relative[2 * cell]), TLanes.All(from.Relative[(2 * cell) + 1]), TLanes.All(from.Weights[cell]));
                    for (var j = 0; j < half; j += TLanes.Count)
                    {
                        var (sin, cos) = At<TLanes, TVector>(pixel, phase, half, y, x, j);
                        TLanes.Store(result + j, TLanes.Multiply(TLanes.Multiply(TLanes.Load(pixel + j), w), cos));
                        TLanes.Store(result + half + j, TLanes.Multiply(TLanes.Multiply(TLanes.Load(pixel + half + j), w), sin));
                    }

                    pass.Gather(result, 2, output + (cell * 2 * waves));
                }
            }

            room.Free();
        }
    }

    private sealed class Back(WavePass pass, int block, Pointers from, float* gradient, float* sums, float* phases) : IVectorWork
    {
        public void Run<TLanes, TVector>()
            where TLanes : struct, ILanes<TVector>
            where TVector : struct
        {
            var (half, waves, cells) = (pass._half, pass._waves, pass._cells);
            var room = new AlignedBuffer(12 * half);
            var pixel = room.Address;
            var phase = pixel + (4 * half);
            var slope = phase + half;
            var result = slope + (2 * half);
            var turned = result + (4 * half);
            var image = (long)pass._blocks.Image(block);
            foreach (var (query, _) in pass._blocks.Tiles(block, 1))
            {
                var place = (image * pass._blocks.Queries) + query;
                pass.Spread(from.Phases + (place * waves), 1, phase);
                new Span<float>(turned, half).Clear();
                for (var cell = place * cells; cell < (place + 1) * cells; cell++)
                {
                    pass.Spread(from.Waves + (((image * pass._pixels) + pass._index[cell]) * 4 * waves), 4, pixel);
                    pass.Spread(gradient + (cell * 2 * waves), 2, slope);
                    var (y, x, w) = (TLanes.All(from.Relative[2 * cell]), TLanes.All(from.Relative[(2 * cell) + 1]), TLanes.All(from.Weights[cell]));
                    for (var j = 0; j < half; j += TLanes.Count)
                    {
                        var (sin, cos) = At<TLanes, TVector>(pixel, phase, half, y, x, j);
                        var (forCos, forSin) = (TLanes.Multiply(TLanes.Load(slope + j), w), TLanes.Multiply(TLanes.Load(slope + half + j), w));
                        TLanes.Store(result + j, TLanes.Multiply(forCos, cos));
                        TLanes.Store(result + half + j, TLanes.Multiply(forSin, sin));
                        var rising = TLanes.Multiply(TLanes.Multiply(forSin, TLanes.Load(pixel + half + j)), cos);
                        var falling = TLanes.Multiply(TLanes.Multiply(forCos, TLanes.Load(pixel + j)), sin);
                        var angle = TLanes.Multiply(TLanes.Subtract(rising, falling), TLanes.All(MathF.PI));
                        TLanes.Store(result + (2 * half) + j, TLanes.Multiply(angle, y));
                        TLanes.Store(result + (3 * half) + j, TLanes.Multiply(angle, x));
                        TLanes.Store(turned + j, TLanes.Add(TLanes.Load(turned + j), angle));
                    }

                    for (var part = 0; part < 4; part++)
                        RowLoops.Add<TLanes, TVector>(sums + (((pass._index[cell] * 4) + part) * waves), result + (part * half), waves);
                }

                pass.Gather(turned, 1, phases + (place * waves));
            }

            room.Free();
        }
    }
}
