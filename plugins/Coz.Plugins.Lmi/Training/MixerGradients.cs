using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi.Training;

/// <summary>The gradients that one block of queries gives to the mixer's weights.</summary>
internal sealed unsafe class MixerGradients : IDisposable
{
    // Layers of Channel.
    public const int Place = 0;
    public const int Widen = 1;
    public const int Narrow = 2;
    public const int Last = 3;
    private const int Tokens = MixerQueries.Tokens;
    private static readonly int DepthRows = DenseStack.Padded(MixerMatrices.Depth);

    public MixerGradients(MixerMatrices weights)
    {
        Channel = new DenseGradients([weights.Place, weights.Widen, weights.Narrow, weights.Last]);
        TokenFirst = new AlignedBuffer(DepthRows * 2 * Tokens);
        TokenSecond = new AlignedBuffer(DepthRows * Tokens);
    }

    public DenseGradients Channel { get; }

    /// <summary>(inputs, bias, some unused by 2 * tokens): the matrix by columns.</summary>
    public AlignedBuffer TokenFirst { get; }

    /// <summary>(inputs, bias, some unused by tokens).</summary>
    public AlignedBuffer TokenSecond { get; }

    /// <summary>Adds a tile's product of inputs and gradients of outputs.</summary>
    /// <param name="sum"><see cref="TokenFirst"/> or <see cref="TokenSecond"/>.</param>
    /// <param name="outputs">The layer's outputs.</param>
    /// <param name="slopes">(width, outputs).</param>
    /// <param name="inputs">(inputs and ones, width).</param>
    /// <param name="width">Channels of all queries.</param>
    public static void AddTokens<TLanes, TVector>(AlignedBuffer sum, int outputs, float* slopes, float* inputs, int width)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        TokenProduct.Apply<TLanes, TVector>(DepthRows, inputs, width, 1, width, slopes, sum.Address, outputs, sum.Address, outputs);

    /// <summary>Adds up blocks, in order.</summary>
    /// <param name="blocks">At least one.</param>
    /// <returns>Weight and bias of: token mix, two layers; channel mix, two layers; last; in the open dispose scope.</returns>
    public static IReadOnlyList<Tensor> Sum(MixerGradients[] blocks)
    {
        var channel = DenseGradients.Sum([.. blocks.Select(block => block.Channel)]);
        var (place, widen, narrow, last) = (channel[Place], channel[Widen], channel[Narrow], channel[Last]);
        var first = Sum(blocks, block => block.TokenFirst, 2 * Tokens);
        var second = Sum(blocks, block => block.TokenSecond, Tokens);
        return [.. first, .. second, cat([widen.Weight, place.Weight], 1), place.Bias, narrow.Weight, narrow.Bias, last.Weight, last.Bias];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Channel.Dispose();
        TokenFirst.Free();
        TokenSecond.Free();
    }

    private static Tensor[] Sum(MixerGradients[] blocks, Func<MixerGradients, AlignedBuffer> part, int outputs)
    {
        var sum = new float[part(blocks[0]).Length];
        foreach (var block in blocks)
        {
            var summand = part(block).Span;
            for (var i = 0; i < sum.Length; i++)
                sum[i] += summand[i];
        }

        using var columns = tensor(sum, DepthRows, outputs);
        return [columns.narrow(0, 0, MixerMatrices.Depth - 1).t().contiguous(), columns[MixerMatrices.Depth - 1].clone()];
    }
}
