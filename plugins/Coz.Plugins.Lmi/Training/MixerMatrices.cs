using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi.Training;

/// <summary>
/// The mixer's weights as <see cref="MixerTile"/> reads them. Those of the token mix have their bias as a last column, for a last row of
/// ones among the values; the channel mix's first layer is taken apart into features and place, for which no gradient is wanted.
/// </summary>
internal sealed class MixerMatrices
{
    /// <summary>Both layers of the token mix read features and steering, or as many hidden rows, and ones.</summary>
    public const int Depth = (2 * MixerQueries.Tokens) + 1;

    /// <summary>Packs the weights.</summary>
    /// <param name="weights">Weight and bias of: token mix, two layers; channel mix, two layers; last.</param>
    /// <param name="channels">The features' channels.</param>
    /// <param name="width">The vector width.</param>
    public MixerMatrices(IReadOnlyList<Tensor> weights, int channels, VectorWidth width)
    {
        using var scope = NewDisposeScope();
        (Channels, Stride, Wide) = (channels, Vectors.Whole(channels), Vectors.Whole(2 * channels));
        TokenFirst = WithBias(weights[0], weights[1]);
        TokenSecond = WithBias(weights[2], weights[3]);
        var features = weights[4].narrow(1, 0, channels);
        Place = TensorMemory.Pack(weights[4].narrow(1, channels, MixerQueries.Place), weights[5], width);
        Widen = TensorMemory.Pack(features, null, width);
        Narrow = TensorMemory.Pack(weights[6], weights[7], width);
        Last = TensorMemory.Pack(weights[8], weights[9], width);
        WidenBack = TensorMemory.Pack(features.t(), null, width);
        NarrowBack = TensorMemory.Pack(weights[6].t(), null, width);
        LastBack = TensorMemory.Pack(weights[8].t(), null, width);
    }

    public int Channels { get; }

    /// <summary>Channels in whole vectors.</summary>
    public int Stride { get; }

    /// <summary>The channel mix's hidden numbers in whole vectors.</summary>
    public int Wide { get; }

    public AlignedBuffer TokenFirst { get; }

    public AlignedBuffer TokenSecond { get; }

    public PackedLayer Place { get; }

    public PackedLayer Widen { get; }

    public PackedLayer Narrow { get; }

    public PackedLayer Last { get; }

    public PackedLayer WidenBack { get; }

    public PackedLayer NarrowBack { get; }

    public PackedLayer LastBack { get; }

    private static AlignedBuffer WithBias(Tensor weight, Tensor bias)
    {
        using var joined = cat([weight.detach(), bias.detach().unsqueeze(1)], 1);
        var buffer = new AlignedBuffer(DenseStack.Padded((int)weight.shape[0]) * Depth);
        TensorMemory.Copy(joined).CopyTo(buffer.Span);
        return buffer;
    }
}
