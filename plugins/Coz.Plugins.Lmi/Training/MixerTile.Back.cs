using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Lmi.Training;

/// <content>The way back through the mixer, after the way forth has left activations and derivatives.</content>
internal sealed unsafe partial class MixerTile
{
    private readonly float* _slopes;
    private readonly float* _tokenSlopes;

    // Gradients of the token mix's outputs, a column of the matrix a row; one for each layer, as both need their gaps to stay 0.
    private readonly float* _turnedFirst;
    private readonly float* _turnedSecond;

    /// <summary>Adds the gradients that the tile's queries give.</summary>
    /// <param name="first">As for <see cref="Forth"/>, which was called before.</param>
    /// <param name="count">As there.</param>
    /// <param name="gradient">Of the colours: (queries, 3) of the batch.</param>
    /// <param name="sums">Where weights' gradients are added up.</param>
    /// <param name="pixels">Where pixels' gradients are: (pixels, channels + 3) of the image.</param>
    /// <param name="steering">Where the steering's gradients are written: (queries, tokens, channels) of the batch.</param>
    public void Back<TLanes, TVector>(long first, int count, float* gradient, MixerGradients sums, float* pixels, float* steering)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var (stride, wide) = (_weights.Stride, _weights.Wide);
        new Span<float>(_rgb, BlendRows * PlaceStride).Clear();
        for (var q = 0; q < count; q++)
            new ReadOnlySpan<float>(gradient + ((first + q) * 3), 3).CopyTo(new Span<float>(_rgb + (q * PlaceStride), 3));
        sums.Channel.Add<TLanes, TVector>(MixerGradients.Last, Queries, _rgb, PlaceStride, _blended, stride);
        _weights.LastBack.Apply<TLanes, TVector>(BlendRows, _rgb, PlaceStride, _blended, stride);
        Spread<TLanes, TVector>();

        // The channel mix: hidden activations make room for their gradient once the second layer's has used them.
        sums.Channel.Add<TLanes, TVector>(MixerGradients.Narrow, Rows, _channelSecond, stride, _channelHidden, wide);
        _weights.NarrowBack.Apply<TLanes, TVector>(Rows, _channelSecond, stride, _channelHidden, wide);
        RowLoops.Multiply<TLanes, TVector>(_channelHidden, _channelFirst, Rows * wide);
        sums.Channel.Add<TLanes, TVector>(MixerGradients.Widen, Rows, _channelHidden, wide, _tokens, stride);
        sums.Channel.Add<TLanes, TVector>(MixerGradients.Place, Rows, _channelHidden, wide, _places, PlaceStride);
        _weights.WidenBack.Apply<TLanes, TVector>(Rows, _channelHidden, wide, _tokenSlopes, stride, isAdded: true);

        RowLoops.Multiply<TLanes, TVector>(_tokenSecond, _tokenSlopes, Tokens * Width);
        MixerGradients.AddTokens<TLanes, TVector>(sums.TokenSecond, Tokens, Turn(_tokenSecond, Tokens, _turnedSecond), _tokenHidden, Width);
        TokenProduct.Apply<TLanes, TVector>(2 * Tokens, _weights.TokenSecond.Address, 1, Depth, Tokens, _tokenSecond, _zeros, 0, _slopes, Width);
        RowLoops.Multiply<TLanes, TVector>(_tokenFirst, _slopes, 2 * Tokens * Width);
        MixerGradients.AddTokens<TLanes, TVector>(sums.TokenFirst, 2 * Tokens, Turn(_tokenFirst, 2 * Tokens, _turnedFirst), _both, Width);
        TokenProduct.Apply<TLanes, TVector>(2 * Tokens, _weights.TokenFirst.Address, 1, Depth, 2 * Tokens, _tokenFirst, _zeros, 0, _slopes, Width);
        Scatter<TLanes, TVector>(first, count, pixels, steering);
    }

    // From a query's gradient to its tokens': what reaches them directly, and through the channel mix's last activation.
    private void Spread<TLanes, TVector>()
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (var row = 0; row < Rows; row++)
        {
            var (at, share, from) = (row * _weights.Stride, TLanes.All(_areas[row]), row % Queries * _weights.Stride);
            for (var i = 0; i < _weights.Stride; i += TLanes.Count)
            {
                var direct = TLanes.Multiply(share, TLanes.Load(_blended + from + i));
                TLanes.Store(_tokenSlopes + at + i, direct);
                TLanes.Store(_channelSecond + at + i, TLanes.Multiply(direct, TLanes.Load(_channelSecond + at + i)));
            }
        }
    }

    // Rows of channels to channels of rows: what the sum over channels and queries of a product needs of one factor. Room between
    // channels and the next query stays 0, so that what stands there in the other factor does not count.
    private float* Turn(float* from, int rows, float* to)
    {
        const int Line = 16;
        for (var q = 0; q < Queries; q++)
        {
            for (var block = 0; block < _weights.Channels; block += Line)
            {
                var at = (q * _weights.Stride) + block;
                var last = Math.Min(Line, _weights.Channels - block);
                for (var r = 0; r < rows; r++)
                {
                    var source = from + (r * Width) + at;
                    var target = to + (at * rows) + r;
                    for (var c = 0; c < last; c++)
                        target[c * rows] = source[c];
                }
            }
        }

        return to;
    }

    private void Scatter<TLanes, TVector>(long first, int count, float* pixels, float* steering)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var channels = _weights.Channels;
        for (var t = 0; t < Tokens; t++)
        {
            for (var q = 0; q < count; q++)
            {
                var row = (t * Queries) + q;
                var at = row * _weights.Stride;

                // Features reach the colours directly, as tokens, and through the token mix.
                var share = TLanes.All(_areas[row]);
                for (var i = 0; i < _weights.Stride; i += TLanes.Count)
                {
                    var direct = TLanes.MultiplyAdd(share, TLanes.Load(_blended + (q * _weights.Stride) + i), TLanes.Load(_slopes + at + i));
                    TLanes.Store(_slopes + at + i, TLanes.Add(direct, TLanes.Load(_tokenSlopes + at + i)));
                }

                RowLoops.Add<TLanes, TVector>(pixels + (_from.Pixel(first + q, t) * _from.PixelStride), _slopes + at, channels);
                new ReadOnlySpan<float>(_slopes + (Tokens * Width) + at, channels).CopyTo(new Span<float>(steering + _from.Steering(first + q, t), channels));
            }
        }
    }
}
