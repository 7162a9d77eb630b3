using Coz.Toolkit;
using Coz.Toolkit.Kernels;

namespace Coz.Plugins.CiaoSr;

/// <summary>CiaoSR in one pass, some LR pixels with all their queries at a time.</summary>
/// <remarks>
/// <para>
/// The key network ends in a linear layer whose outputs are multiplied by the key and summed against the query: for a pair of LR pixels
/// that is one inner product with a vector, computed once for each of the nine pairs of a pixel.
/// </para>
/// <para>
/// Operations an output pixel at scale 4, default sizes and 64 channels: 2 * (2 * 786 + 83 + 655 + 360) thousand (both networks' hidden
/// layers, pairs, the value network's last layer, the RGB network); bytes: four values of 2.5 KB and eight first-layer rows of 1 KB.
/// A tile is 24 queries, 96 rows.
/// </para>
/// </remarks>
internal sealed unsafe class PairKernel : ITileKernel
{
    private const int Around = 4;
    private const int Side = 3;
    private const int Pairs = Side * Side;
    private const int MostPixels = 24;
    private const int Queries = 24;
    private const int Rows = Queries * Around;
    private readonly PairWeights _weights;
    private readonly FeatureRows _keys;
    private readonly FeatureRows _values;
    private readonly float* _features;
    private readonly int _lrHeight;
    private readonly int _lrWidth;
    private readonly OutputPlanes _output;
    private readonly List<LrCluster> _clusters;

    /// <summary>Prepares the kernel for one image.</summary>
    /// <param name="features">(h * w, values): what values are, keys first.</param>
    public PairKernel(PairWeights weights, float* features, FeatureRows keys, FeatureRows values, AxisNeighbours nearestRows, AxisNeighbours nearestColumns, int lrHeight, int lrWidth, OutputPlanes output)
    {
        _features = features;
        (_weights, _keys, _values, _lrHeight, _lrWidth, _output) = (weights, keys, values, lrHeight, lrWidth, output);
        _clusters = [.. LrCluster.Split(nearestRows, nearestColumns, MostPixels, int.MaxValue / 2)];
    }

    /// <summary>The pieces of work, in place of output rows.</summary>
    public int Pieces => _clusters.Count;

    /// <inheritdoc/>
    public int Pixels => 1;

    /// <inheritdoc/>
    public int Scratch => (MostPixels * Pairs * _weights.PairStride) + FirstRows + Math.Max(Rows * _weights.ValueStride, DenseStack.Padded(Pairs) * _weights.Keys) + (Queries * _weights.ValueStride)
        + Math.Max(_weights.KeyHidden.ScratchFor(Rows), Math.Max(_weights.ValueHidden.ScratchFor(Rows), _weights.Colour.ScratchFor(Queries)));

    private int FirstRows => Rows * Math.Max(_keys.Stride, _values.Stride);

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var cluster = _clusters[row];
        var work = scratch + (MostPixels * Pairs * _weights.PairStride);
        for (var p = 0; p < cluster.Pixels.Count; p++)
            Pair<TLanes, TVector>(cluster.LrRow, cluster.Pixels[p].LrColumn, work, scratch + (p * Pairs * _weights.PairStride));

        var tile = new Query[Queries];
        var filled = 0;
        for (var p = 0; p < cluster.Pixels.Count; p++)
        {
            foreach (var (y, x) in cluster.Queries(cluster.Pixels[p]))
            {
                tile[filled++] = new Query(y, x, p);
                if (filled == Queries)
                {
                    Decode<TLanes, TVector>(cluster, tile, scratch, work);
                    filled = 0;
                }
            }
        }

        if (filled > 0)
            Decode<TLanes, TVector>(cluster, tile.AsSpan(0, filled), scratch, work);
    }

    // For each neighbour of a pixel: the vector whose inner product with the key network's hidden numbers is the likeness, and a constant after it.
    private void Pair<TLanes, TVector>(int row, int column, float* products, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var query = _features + (((nint)row * _lrWidth) + column) * _weights.Values;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (y, x) = (row + (pair / Side) - 1, column + (pair % Side) - 1);
            var key = _features + (((nint)Math.Clamp(y, 0, _lrHeight - 1) * _lrWidth) + Math.Clamp(x, 0, _lrWidth - 1)) * _weights.Values;
            for (var i = 0; i < _weights.Keys; i += TLanes.Count)
                TLanes.Store(products + (pair * _weights.Keys) + i, TLanes.Multiply(TLanes.Load(query + i), TLanes.Load(key + i)));
        }

        // The register tile's rows are padded: the results go through room that is as long.
        var results = products + (DenseStack.Padded(Pairs) * _weights.Keys);
        _weights.Likeness.Apply<TLanes, TVector>(DenseStack.Padded(Pairs), products, _weights.Keys, results, _weights.PairStride);
        Buffer.MemoryCopy(results, to, sizeof(float) * Pairs * _weights.PairStride, sizeof(float) * Pairs * _weights.PairStride);
    }

    private void Decode<TLanes, TVector>(LrCluster cluster, ReadOnlySpan<Query> tile, float* pairs, float* first)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var modulation = first + FirstRows;
        var gathered = modulation + Math.Max(Rows * _weights.ValueStride, DenseStack.Padded(Pairs) * _weights.Keys);
        var work = gathered + (Queries * _weights.ValueStride);
        Span<float> shares = stackalloc float[Rows];
        Fill<TLanes, TVector>(_keys, tile, first);
        var hidden = _weights.KeyHidden.Apply<TLanes, TVector>(tile.Length * Around, first, _keys.Stride, work, out var stride);
        for (var i = 0; i < tile.Length; i++)
            Attend<TLanes, TVector>(cluster, tile[i], pairs, hidden + (i * Around * stride), stride, shares.Slice(i * Around, Around));

        Fill<TLanes, TVector>(_values, tile, first);
        hidden = _weights.ValueHidden.Apply<TLanes, TVector>(tile.Length * Around, first, _values.Stride, work, out stride);
        _weights.ValueLast.Apply<TLanes, TVector>(DenseStack.Padded(tile.Length * Around), hidden, stride, modulation, _weights.ValueStride);
        for (var i = 0; i < tile.Length; i++)
            Gather<TLanes, TVector>(tile[i], modulation + (i * Around * _weights.ValueStride), shares.Slice(i * Around, Around), gathered + (i * _weights.ValueStride));
        var rgb = _weights.Colour.Apply<TLanes, TVector>(tile.Length, gathered, _weights.ValueStride, work, out stride);
        for (var i = 0; i < tile.Length; i++)
            _output.Store(tile[i].Row, tile[i].Column, rgb + (i * stride));
    }

    private static void Fill<TLanes, TVector>(FeatureRows rows, ReadOnlySpan<Query> tile, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < tile.Length; i++)
            rows.Fill<TLanes, TVector>(tile[i].Row, tile[i].Column, 1, to + (i * Around * rows.Stride));
    }

    // The four pixels' shares: softmax of their likenesses to the nearest pixel.
    private void Attend<TLanes, TVector>(LrCluster cluster, Query query, float* pairs, float* hidden, int stride, Span<float> shares)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var most = float.NegativeInfinity;
        for (var k = 0; k < Around; k++)
        {
            var down = _keys.Rows.Cells(query.Row)[k / 2] - cluster.LrRow + 1;
            var across = _keys.Columns.Cells(query.Column)[k % 2] - cluster.Pixels[query.Pixel].LrColumn + 1;
            var pair = pairs + (((query.Pixel * Pairs) + (down * Side) + across) * _weights.PairStride);
            var sum = TLanes.All(0);
            for (var i = 0; i < _weights.KeyWidth; i += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(hidden + (k * stride) + i), TLanes.Load(pair + i), sum);
            shares[k] = TLanes.Sum(sum) + pair[_weights.KeyWidth];
            most = Math.Max(most, shares[k]);
        }

        var total = 0f;
        for (var k = 0; k < Around; k++)
            total += shares[k] = MathF.Exp(shares[k] - most);
        for (var k = 0; k < Around; k++)
            shares[k] /= total;
    }

    // The sum over the four pixels of share times value times what the value network says.
    private void Gather<TLanes, TVector>(Query query, float* modulation, ReadOnlySpan<float> shares, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var k = 0; k < Around; k++)
        {
            var pixel = ((nint)_keys.Rows.Cells(query.Row)[k / 2] * _lrWidth) + _keys.Columns.Cells(query.Column)[k % 2];
            var value = _features + (pixel * _weights.Values);
            var share = TLanes.All(shares[k]);
            for (var i = 0; i < _weights.Values; i += TLanes.Count)
            {
                var product = TLanes.Multiply(TLanes.Load(value + i), TLanes.Load(modulation + (k * _weights.ValueStride) + i));
                TLanes.Store(to + i, k == 0 ? TLanes.Multiply(product, share) : TLanes.MultiplyAdd(product, share, TLanes.Load(to + i)));
            }
        }
    }

    private readonly record struct Query(int Row, int Column, int Pixel);
}
