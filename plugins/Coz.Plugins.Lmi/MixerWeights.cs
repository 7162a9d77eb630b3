using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>The mixer's weights as <see cref="MixerKernel"/> reads them, and the place's share of the channel mix by phase.</summary>
internal sealed unsafe class MixerWeights
{
    private readonly Tensor _colour;

    public MixerWeights(Mixer mixer, int channels, GridQueries grid, AxisNeighbours rows, AxisNeighbours columns, VectorWidth width)
    {
        var (tokenMix, channelMix) = (mixer.Block.TokenMix, mixer.Block.ChannelMix);
        var tokens = (int)tokenMix.Second.weight.shape[0];
        Channels = channels;
        Last = TensorMemory.Pack(mixer.Last.weight, mixer.Last.bias, width);
        Narrow = TensorMemory.Pack(channelMix.Second.weight, channelMix.Second.bias, width);
        using var scope = NewDisposeScope();
        Widen = TensorMemory.Pack(channelMix.First.weight.narrow(1, 0, channels), null, width);
        Stride = Vectors.Whole(channels);
        Wide = Vectors.Whole(2 * channels);
        TokenFirst = Padded(tokenMix.First.weight.narrow(1, 0, tokens));
        TokenSecond = Padded(tokenMix.Second.weight);
        Zeros = new AlignedBuffer(DenseStack.Padded(2 * tokens) * Stride);
        TokenBias = Padded(tokenMix.Second.bias!.unsqueeze(1).expand(-1, Stride));

        // Inputs of the channel mix after the features: RGB, relative row and column, scale.
        var first = channelMix.First.weight.detach();
        _colour = TensorMemory.WholeVectors(first.narrow(1, channels, 3).t()).MoveToOuterDisposeScope();
        var constant = channelMix.First.bias!.detach() + (first.select(1, channels + 5) * (2 * grid.Rows.Step.ToDouble()));
        RowPlace = Place(rows, first.select(1, channels + 3), constant);
        ColumnPlace = Place(columns, first.select(1, channels + 4), zeros_like(constant));
    }

    public int Channels { get; }

    /// <summary>The channels in whole vectors.</summary>
    public int Stride { get; }

    /// <summary>The channel mix's hidden numbers in whole vectors.</summary>
    public int Wide { get; }

    public AlignedBuffer TokenFirst { get; }

    public AlignedBuffer TokenSecond { get; }

    public AlignedBuffer TokenBias { get; }

    public AlignedBuffer Zeros { get; }

    public AlignedBuffer RowPlace { get; }

    public AlignedBuffer ColumnPlace { get; }

    public PackedLayer Widen { get; }

    public PackedLayer Narrow { get; }

    public PackedLayer Last { get; }

    /// <summary>The colour's share of the channel mix's first layer: (h * w, 3) to (h * w, wide).</summary>
    public Tensor ColourShare(Tensor colours) => colours.matmul(_colour);

    private static AlignedBuffer Padded(Tensor rows)
    {
        var (numbers, count) = (TensorMemory.Copy(rows), (int)rows.shape[0]);
        var buffer = new AlignedBuffer(DenseStack.Padded(count) * (numbers.Length / count));
        numbers.CopyTo(buffer.Span);
        return buffer;
    }

    private static AlignedBuffer Place(AxisNeighbours axis, Tensor weight, Tensor constant)
    {
        using var scope = NewDisposeScope();
        var relative = stack([.. Enumerable.Range(0, axis.Phases).Select(phase => tensor(axis.Relative(phase).ToArray()))]);
        var table = TensorMemory.Copy(TensorMemory.WholeVectors((relative.unsqueeze(2) * weight) + constant));
        var buffer = new AlignedBuffer(table.Length);
        table.CopyTo(buffer.Span);
        return buffer;
    }
}
