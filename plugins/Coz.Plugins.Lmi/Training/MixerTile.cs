using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Lmi.Training;

/// <summary>
/// A tile of queries on its way through the mixer, forth. All of a token's queries lie side by side, channels along the vector: rows of
/// the token mix are tokens by (queries, channels), and the same memory is (tokens, queries) by channels for the channel mix.
/// </summary>
/// <remarks>
/// Three queries, 48 tokens: half a megabyte of numbers would be read from memory for twice as many. What can have a derivative is
/// kept as that, in place of what the activation was applied to. With 64 channels, operations a query: 2 * 64 * (33 * 32 + 33 * 16) = 203
/// thousand in the token mix and 2 * 16 * (70 + 64) * 128 = 549 thousand in the channel mix; 6144 GELUs. Back, three times that.
/// </remarks>
internal sealed unsafe partial class MixerTile : IDisposable
{
    /// <summary>Queries of a tile.</summary>
    public const int Queries = 3;
    private const int Tokens = MixerQueries.Tokens;
    private const int Rows = Tokens * Queries;
    private const int Depth = MixerMatrices.Depth;
    /// <summary>Numbers from row to row of places and colours.</summary>
    public const int PlaceStride = 16;

    // Rows in whole register tiles.
    private static readonly int DepthRows = DenseStack.Padded(Depth);
    private static readonly int TokenRows = DenseStack.Padded(Tokens);
    private readonly MixerQueries _from;
    private readonly MixerMatrices _weights;
    private readonly List<AlignedBuffer> _buffers = [];
    private readonly float[] _areas = new float[Rows];
    private readonly bool _isForBack;
    private readonly float* _zeros;

    // Features, steering, ones: what the token mix reads.
    private readonly float* _both;
    private readonly float* _tokenFirst;
    private readonly float* _tokenHidden;
    private readonly float* _tokenSecond;
    private readonly float* _tokens;
    private readonly float* _places;
    private readonly float* _channelFirst;
    private readonly float* _channelHidden;
    private readonly float* _channelSecond;
    private readonly float* _blended;
    private readonly float* _rgb;

    /// <summary>Makes room for a tile's numbers.</summary>
    /// <param name="from">What it reads.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="isForBack">Whether <see cref="Back"/> follows <see cref="Forth"/>.</param>
    public MixerTile(MixerQueries from, MixerMatrices weights, bool isForBack)
    {
        (_from, _weights, _isForBack) = (from, weights, isForBack);
        _zeros = Room(Width);
        _both = Room(DepthRows * Width);
        _tokenFirst = Room(DepthRows * Width);
        _tokenHidden = Room(DepthRows * Width);
        _tokenSecond = Room(TokenRows * Width);
        _tokens = Room(Tokens * Width);
        _places = Room(Rows * PlaceStride);
        _channelFirst = Room(Rows * weights.Wide);
        _channelHidden = Room(Rows * weights.Wide);
        _channelSecond = Room(Rows * weights.Stride);
        _blended = Room(BlendRows * weights.Stride);
        _rgb = Room(BlendRows * PlaceStride);
        _slopes = Room(isForBack ? DepthRows * Width : 0);
        _tokenSlopes = Room(isForBack ? Tokens * Width : 0);
        _turnedFirst = Room(isForBack ? 2 * Tokens * Width : 0);
        _turnedSecond = Room(isForBack ? Tokens * Width : 0);
        new Span<float>(_both + (2 * Tokens * Width), Width).Fill(1);
        new Span<float>(_tokenHidden + (2 * Tokens * Width), Width).Fill(1);
    }

    private static int BlendRows => DenseStack.Padded(Queries);

    // A row of the token mix.
    private int Width => Queries * _weights.Stride;

    /// <summary>Computes the colours of some queries.</summary>
    /// <param name="image">Their image.</param>
    /// <param name="first">The first one's index in the batch.</param>
    /// <param name="count">How many: at most <see cref="Queries"/>.</param>
    /// <returns>Rows of 16, the first three of them RGB.</returns>
    public float* Forth<TLanes, TVector>(int image, long first, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (stride, wide) = (_weights.Stride, _weights.Wide);
        Read(image, first, count);
        TokenProduct.Apply<TLanes, TVector>(2 * Tokens, _weights.TokenFirst.Address, Depth, 1, Depth, _both, _zeros, 0, _tokenFirst, Width);
        Activate<TLanes, TVector>(_tokenFirst, _tokenHidden, 2 * Tokens * Width);
        TokenProduct.Apply<TLanes, TVector>(Tokens, _weights.TokenSecond.Address, Depth, 1, Depth, _tokenHidden, _zeros, 0, _tokenSecond, Width);
        Activate<TLanes, TVector>(_tokenSecond, _tokens, Tokens * Width);
        RowLoops.Add<TLanes, TVector>(_tokens, _both, Tokens * Width);

        _weights.Place.Apply<TLanes, TVector>(Rows, _places, PlaceStride, _channelFirst, wide);
        _weights.Widen.Apply<TLanes, TVector>(Rows, _tokens, stride, _channelFirst, wide, isAdded: true);
        Activate<TLanes, TVector>(_channelFirst, _channelHidden, Rows * wide);
        _weights.Narrow.Apply<TLanes, TVector>(Rows, _channelHidden, wide, _channelSecond, stride);
        Blend<TLanes, TVector>();
        _weights.Last.Apply<TLanes, TVector>(BlendRows, _blended, stride, _rgb, PlaceStride);
        return _rgb;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffers.ForEach(buffer => buffer.Free());

    private float* Room(int length)
    {
        _buffers.Add(new AlignedBuffer(length));
        return _buffers[^1].Address;
    }

    // Queries that are missing keep what was there, with a share of 0.
    private void Read(int image, long first, int count)
    {
        for (var t = 0; t < Tokens; t++)
        {
            for (var q = 0; q < Queries; q++)
            {
                var row = (t * Queries) + q;
                _areas[row] = 0;
                if (q < count)
                    _from.Read(image, first + q, t, _both + (row * _weights.Stride), _both + (Tokens * Width) + (row * _weights.Stride), _places + (row * PlaceStride), out _areas[row]);
            }
        }
    }

    private void Activate<TLanes, TVector>(float* x, float* to, int count)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var i = 0; i < count; i += TLanes.Count)
            TLanes.Store(to + i, Activate<TLanes, TVector>(x + i));
    }

    // GELU, and the derivative in place of what it was applied to.
    private TVector Activate<TLanes, TVector>(float* x)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (!_isForBack)
            return VectorMath.Gelu<TLanes, TVector>(TLanes.Load(x));
        var (value, slope) = VectorMath.GeluAndSlope<TLanes, TVector>(TLanes.Load(x));
        TLanes.Store(x, slope);
        return value;
    }

    // The sum over tokens of their share of (features + tokens + GELU(second)): the last layer is linear, so it comes after.
    private void Blend<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        new Span<float>(_blended, BlendRows * _weights.Stride).Clear();
        for (var row = 0; row < Rows; row++)
        {
            var (at, share, to) = (row * _weights.Stride, TLanes.All(_areas[row]), (nint)(_blended + (row % Queries * _weights.Stride)));
            for (var i = 0; i < _weights.Stride; i += TLanes.Count)
            {
                var sum = TLanes.Add(TLanes.Add(TLanes.Load(_both + at + i), TLanes.Load(_tokens + at + i)), Activate<TLanes, TVector>(_channelSecond + at + i));
                TLanes.Store((float*)to + i, TLanes.MultiplyAdd(sum, share, TLanes.Load((float*)to + i)));
            }
        }
    }
}
