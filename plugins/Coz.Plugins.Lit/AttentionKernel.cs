using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lit;

/// <summary>
/// One stage of local attention over a whole image, some LR pixels with all their queries at a time: queries with the same nearest pixel
/// read the same k x k keys and values.
/// </summary>
/// <remarks>
/// <para>
/// The network's first layer is linear in the weighted values, so it is applied to the values themselves, per pixel, neighbour and head,
/// and its results are weighted: with 7 x 7 pixels, 256 channels and a first layer of 256 that is 3.2 million multiply-adds an LR pixel and
/// 0.1 million a query, instead of 3.2 million a query.
/// </para>
/// <para>
/// Operations an output pixel at scale 4: 2 * (200 + 100 + 13 + 196) thousand (values, weighting, likeness, the other layers), and 392
/// exponentials; bytes: the first layer's 13 MB once for <see cref="MostPixels"/> pixels, out of the third-level cache, 33 KB a query at
/// scale 4. Sums of 432 rows (442 KB) and the values' results of two neighbours (393 KB) stay in the second-level cache.
/// </para>
/// </remarks>
internal sealed unsafe class AttentionKernel : ITileKernel
{
    private const int MostPixels = 24;
    private const int MostRows = 432;
    private const int Together = 2;
    private readonly AttentionWeights _weights;
    private readonly AttentionMaps _maps;
    private readonly AxisNeighbours _rows;
    private readonly AxisNeighbours _columns;
    private readonly OutputPlanes _output;
    private readonly List<LrCluster> _clusters;
    private readonly int _slots;

    public AttentionKernel(AttentionWeights weights, AttentionMaps maps, AxisNeighbours rows, AxisNeighbours columns, OutputPlanes output)
    {
        (_weights, _maps, _rows, _columns, _output) = (weights, maps, rows, columns, output);
        _clusters = [.. LrCluster.Split(rows, columns, MostPixels, MostRows)];
        _slots = _clusters.Max(cluster => cluster.Slots);
    }

    /// <summary>The pieces of work, in place of output rows.</summary>
    public int Pieces => _clusters.Count;

    /// <inheritdoc/>
    public int Pixels => 1;

    /// <inheritdoc/>
    public int Scratch => (_slots * (_weights.Hidden + _weights.ShareStride)) + Math.Max(Math.Max(MostPixels * Group, Around), _slots * _weights.Hidden + _weights.Layers.ScratchFor(_slots));

    // Results of the values of one pixel, for the neighbours that are taken together.
    private int Group => Together * _weights.Heads * _weights.Hidden;

    // A pixel's keys by channel, its queries, and their likenesses.
    private int Around => (_weights.Channels * _weights.Padded) + (_slots * (_weights.Channels + (_weights.Heads * _weights.Padded)));

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var cluster = _clusters[row];
        var sums = scratch;
        var shares = sums + (_slots * _weights.Hidden);
        var work = shares + (_slots * _weights.ShareStride);
        for (var i = 0; i < cluster.Slots; i++)
            _weights.Bias.Span.CopyTo(new Span<float>(sums + (i * _weights.Hidden), _weights.Hidden));
        foreach (var pixel in cluster.Pixels)
            Attend<TLanes, TVector>(cluster, pixel, work, shares + (pixel.Slot * _weights.ShareStride));
        for (var first = 0; first < _weights.Neighbours; first += Together)
            AddValues<TLanes, TVector>(cluster, first, Math.Min(Together, _weights.Neighbours - first), shares, work, sums);
        Colour<TLanes, TVector>(cluster, sums, work);
    }

    // The share of each neighbour and head in each of a pixel's queries: rows of (neighbours, heads).
    private void Attend<TLanes, TVector>(LrCluster cluster, LrCluster.Pixel pixel, float* work, float* shares)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (channels, padded, heads) = (_weights.Channels, _weights.Padded, _weights.Heads);
        var keys = work;
        var queries = keys + (channels * padded);
        var likeness = queries + (_slots * channels);
        _maps.KeysByChannel(cluster.LrRow, pixel.LrColumn, padded, keys);
        var i = 0;
        foreach (var (row, column) in cluster.Queries(pixel))
        {
            _maps.Query<TLanes, TVector>(row, column, queries + (i * channels));
            _weights.Positions<TLanes, TVector>(_rows.Phase(row), _columns.Phase(column), likeness + (i * heads * padded));
            i++;
        }

        var (depth, strip) = (channels / heads, TLanes.Across * TLanes.Count);
        for (var head = 0; head < heads; head++)
        {
            for (var r = 0; r < pixel.Slots; r += DenseStack.Padded(1))
            {
                for (var first = 0; first < padded;)
                {
                    var across = padded - first >= strip ? TLanes.Across : 1;
                    var c = likeness + (r * heads * padded) + (head * padded) + first;
                    RegisterTile.Multiply<TLanes, TVector>(
                        across, queries + (r * channels) + (head * depth), channels, keys + (head * depth * padded) + first, padded, depth, c, heads * padded, c, heads * padded, isRelu: false);
                    first += across * TLanes.Count;
                }
            }
        }

        for (i = 0; i < pixel.Queries; i++)
        {
            for (var head = 0; head < heads; head++)
            {
                var one = likeness + (((i * heads) + head) * padded);
                Softmax<TLanes, TVector>(one, padded);
                for (var n = 0; n < _weights.Neighbours; n++)
                    shares[(i * _weights.ShareStride) + (n * heads) + head] = one[n];
            }
        }
    }

    private static void Softmax<TLanes, TVector>(float* x, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var most = float.NegativeInfinity;
        for (var i = 0; i < count; i++)
            most = Math.Max(most, x[i]);
        var sum = TLanes.All(0);
        for (var i = 0; i < count; i += TLanes.Count)
        {
            var e = VectorMath.Exp<TLanes, TVector>(TLanes.Subtract(TLanes.Load(x + i), TLanes.All(most)));
            TLanes.Store(x + i, e);
            sum = TLanes.Add(sum, e);
        }

        var factor = TLanes.All(1 / TLanes.Sum(sum));
        for (var i = 0; i < count; i += TLanes.Count)
            TLanes.Store(x + i, TLanes.Multiply(TLanes.Load(x + i), factor));
    }

    // The first layer of some neighbours' values, and the sums that queries make of its results.
    private void AddValues<TLanes, TVector>(LrCluster cluster, int first, int count, float* shares, float* results, float* sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (heads, hidden) = (_weights.Heads, _weights.Hidden);
        var depth = _weights.Channels / heads;
        for (var n = 0; n < count; n++)
        {
            var values = _maps.Value(cluster.LrRow, cluster.Pixels[0].LrColumn, first + n);
            for (var head = 0; head < heads; head++)
            {
                _weights.First[((first + n) * heads) + head].Apply<TLanes, TVector>(
                    DenseStack.Padded(cluster.Pixels.Count), values + (head * depth), AttentionMaps.Pair * _weights.Channels, results + (((n * heads) + head) * hidden), Group);
            }
        }

        var strip = TLanes.Across * TLanes.Count;
        for (var p = 0; p < cluster.Pixels.Count; p++)
        {
            var pixel = cluster.Pixels[p];
            for (var r = pixel.Slot; r < pixel.Slot + pixel.Slots; r += DenseStack.Padded(1))
            {
                var a = shares + (r * _weights.ShareStride) + (first * heads);
                for (var j = 0; j < hidden;)
                {
                    var across = hidden - j >= strip ? TLanes.Across : 1;
                    var c = sums + (r * hidden) + j;
                    RegisterTile.Multiply<TLanes, TVector>(across, a, _weights.ShareStride, results + (p * Group) + j, hidden, count * heads, c, hidden, c, hidden, isRelu: false);
                    j += across * TLanes.Count;
                }
            }
        }
    }

    private void Colour<TLanes, TVector>(LrCluster cluster, float* sums, float* work)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (rows, hidden) = (0, _weights.Hidden);
        foreach (var pixel in cluster.Pixels)
        {
            Buffer.MemoryCopy(sums + (pixel.Slot * hidden), work + (rows * hidden), sizeof(float) * pixel.Queries * hidden, sizeof(float) * pixel.Queries * hidden);
            rows += pixel.Queries;
        }

        RowLoops.Gelu<TLanes, TVector>(work, rows * hidden);
        var rgb = _weights.Layers.Apply<TLanes, TVector>(rows, work, hidden, work + (_slots * hidden), out var stride);
        foreach (var pixel in cluster.Pixels)
        {
            foreach (var (row, column) in cluster.Queries(pixel))
            {
                _output.Store(row, column, rgb);
                rgb += stride;
            }
        }
    }
}
