using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Srno;

/// <summary>
/// The first half of an attention block over a whole grid: keys and values of every point, normalised, and their product summed. Each
/// output row has a sum of its own, added up in order afterwards, so that the result does not depend on how rows are spread over threads.
/// </summary>
internal sealed unsafe class ContextKernel : ITileKernel
{
    private const float Epsilon = 1e-5f;
    private const int Tile = 48;
    private readonly OperatorRows _points;
    private readonly PackedLayer _keysAndValues;
    private readonly AlignedBuffer _norm;
    private readonly AlignedBuffer _sums;
    private readonly int _heads;
    private readonly int _channels;
    private readonly int _rows;

    /// <summary>Prepares the kernel.</summary>
    /// <param name="points">The points before the block.</param>
    /// <param name="keysAndValues">width to 2 * width: each head's keys, then its values.</param>
    /// <param name="norm">Of keys and values in the same order: factors, then summands.</param>
    /// <param name="heads">Heads; the channels of one are whole vectors.</param>
    /// <param name="rows">Output rows.</param>
    public ContextKernel(OperatorRows points, PackedLayer keysAndValues, float[] norm, int heads, int rows)
    {
        (_points, _keysAndValues, _heads, _rows) = (points, keysAndValues, heads, rows);
        _channels = points.Width / heads;
        _norm = new AlignedBuffer(norm.Length);
        norm.CopyTo(_norm.Span);
        _sums = new AlignedBuffer(rows * Size);
    }

    /// <inheritdoc/>
    public int Pixels => Tile;

    /// <inheritdoc/>
    public int Scratch => (3 * Tile * _points.Width) + OperatorRows.ScratchFor(Tile, _points.Width);

    private int Size => _heads * _channels * _channels;

    /// <summary>The sum over all points, (heads, channels of keys, channels of values).</summary>
    public double[] Sum()
    {
        var sum = new double[Size];
        for (var row = 0; row < _rows; row++)
        {
            for (var i = 0; i < Size; i++)
                sum[i] += _sums.Address[((nint)row * Size) + i];
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var width = _points.Width;
        var both = scratch + (Tile * width);
        _points.Fill<TLanes, TVector>(row, column, count, scratch, both);
        _keysAndValues.Apply<TLanes, TVector>(DenseStack.Padded(count), scratch, width, both, 2 * width);
        for (var i = 0; i < count; i++)
        {
            for (var part = 0; part < 2 * width; part += _channels)
                Normalise<TLanes, TVector>(both + (i * 2 * width) + part, part);
        }

        for (var head = 0; head < _heads; head++)
        {
            var keys = both + (2 * head * _channels);
            for (var key = 0; key < _channels; key++)
                Accumulate<TLanes, TVector>(keys + key, keys + _channels, count, _sums.Address + ((nint)row * Size) + (((head * _channels) + key) * _channels));
        }
    }

    private void Normalise<TLanes, TVector>(float* x, int part)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var sum = TLanes.All(0);
        for (var i = 0; i < _channels; i += TLanes.Count)
            sum = TLanes.Add(sum, TLanes.Load(x + i));
        var mean = TLanes.All(TLanes.Sum(sum) / _channels);
        var squares = TLanes.All(0);
        for (var i = 0; i < _channels; i += TLanes.Count)
        {
            var centred = TLanes.Subtract(TLanes.Load(x + i), mean);
            squares = TLanes.MultiplyAdd(centred, centred, squares);
        }

        var factor = TLanes.All(1 / (MathF.Sqrt(TLanes.Sum(squares) / (_channels - 1)) + Epsilon));
        for (var i = 0; i < _channels; i += TLanes.Count)
        {
            var normal = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), mean), factor);
            TLanes.Store(x + i, TLanes.MultiplyAdd(normal, TLanes.Load(_norm.Address + part + i), TLanes.Load(_norm.Address + (2 * _points.Width) + part + i)));
        }
    }

    // One key channel of a head with all its values, summed over the tile's points.
    private void Accumulate<TLanes, TVector>(float* key, float* values, int count, float* sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var stride = 2 * _points.Width;
        for (var i = 0; i < _channels; i += TLanes.Count)
        {
            var (even, odd) = (TLanes.All(0), TLanes.All(0));
            var point = 0;
            for (; point + 1 < count; point += 2)
            {
                even = TLanes.MultiplyAdd(TLanes.All(key[point * stride]), TLanes.Load(values + (point * stride) + i), even);
                odd = TLanes.MultiplyAdd(TLanes.All(key[(point + 1) * stride]), TLanes.Load(values + ((point + 1) * stride) + i), odd);
            }

            if (point < count)
                even = TLanes.MultiplyAdd(TLanes.All(key[point * stride]), TLanes.Load(values + (point * stride) + i), even);
            TLanes.Store(sum + i, TLanes.Add(TLanes.Load(sum + i), TLanes.Add(even, odd)));
        }
    }
}
