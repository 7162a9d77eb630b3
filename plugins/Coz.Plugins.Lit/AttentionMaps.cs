using Coz.Toolkit.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Lit;

/// <summary>A stage's queries, keys and values of one image as <see cref="AttentionKernel"/> reads them: pixel by pixel, zero around the image.</summary>
internal sealed unsafe class AttentionMaps
{
    /// <summary>A pixel's key and value lie together.</summary>
    public const int Pair = 2;

    private readonly Tensor _queries;
    private readonly Tensor _pairs;
    private readonly float* _query;
    private readonly float* _pair;
    private readonly OuterBilinearAxis _rows;
    private readonly OuterBilinearAxis _columns;
    private readonly int _channels;
    private readonly int _width;
    private readonly int _radius;

    /// <summary>Lays the maps out; what it makes belongs to the open dispose scope.</summary>
    /// <param name="queries">(C, h, w), divided by the root of a head's channels; the caller keeps it.</param>
    /// <param name="pairs">(h * w, 2C); the caller keeps it.</param>
    /// <param name="rows">Between which rows each output row lies.</param>
    /// <param name="columns">Between which columns each output column lies.</param>
    /// <param name="radius">Pixels attended to on each side.</param>
    public AttentionMaps(Tensor queries, Tensor pairs, OuterBilinearAxis rows, OuterBilinearAxis columns, int radius)
    {
        (_rows, _columns, _radius) = (rows, columns, radius);
        (_channels, _width) = ((int)queries.shape[0], (int)queries.shape[2]);

        // A border for the bilinear queries; one for the neighbours, and the rows of a register tile that reach beyond the last pixel.
        _queries = F.pad(queries.detach(), [1, 1, 1, 1]).permute(1, 2, 0).contiguous();
        _pairs = F.pad(pairs.detach().view(queries.shape[1], queries.shape[2], -1), [0, 0, radius, radius + DenseStack.Padded(1), radius, radius + 1]).contiguous();
        _query = TensorMemory.Address(_queries);
        _pair = TensorMemory.Address(_pairs);
    }

    /// <summary>The value of a pixel's neighbour; the next pixel's lies two times the channels behind it.</summary>
    public float* Value(int row, int column, int neighbour) => Key(row, column, neighbour) + _channels;

    /// <summary>The keys of a pixel's neighbours, channel by channel: (C, padded), what is beyond the neighbours being 0.</summary>
    public void KeysByChannel(int row, int column, int padded, float* to)
    {
        var neighbours = ((2 * _radius) + 1) * ((2 * _radius) + 1);
        for (var n = 0; n < padded; n++)
        {
            var key = Key(row, column, Math.Min(n, neighbours - 1));
            for (var c = 0; c < _channels; c++)
                to[(c * padded) + n] = n < neighbours ? key[c] : 0;
        }
    }

    /// <summary>The query at an output pixel.</summary>
    public void Query<TLanes, TVector>(int row, int column, float* to)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (top, below) = _rows[row];
        var (left, beside) = _columns[column];
        var upper = _query + ((((nint)top * (_width + 2)) + left) * _channels);
        var lower = upper + ((nint)(_width + 2) * _channels);
        var (a, b, c, d) = (TLanes.All((1 - below) * (1 - beside)), TLanes.All((1 - below) * beside), TLanes.All(below * (1 - beside)), TLanes.All(below * beside));
        for (var i = 0; i < _channels; i += TLanes.Count)
        {
            var sum = TLanes.Multiply(TLanes.Load(upper + i), a);
            sum = TLanes.MultiplyAdd(TLanes.Load(upper + _channels + i), b, sum);
            sum = TLanes.MultiplyAdd(TLanes.Load(lower + i), c, sum);
            TLanes.Store(to + i, TLanes.MultiplyAdd(TLanes.Load(lower + _channels + i), d, sum));
        }
    }

    private float* Key(int row, int column, int neighbour)
    {
        var side = (2 * _radius) + 1;
        var stride = _width + (2 * _radius) + DenseStack.Padded(1);
        return _pair + ((((nint)(row + (neighbour / side)) * stride) + column + (neighbour % side)) * Pair * _channels);
    }
}
