using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Lmi.Training;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>
/// LMI, the decoder of the COZ paper: the features of the 4 x 4 pixels around a query are tokens of an MLP mixer whose mixing is
/// steered by where they lie and by the scale; each token gives an RGB, blended by area. No skip.
/// </summary>
/// <remarks>
/// As in the official code, the scale is the vertical one alone, the mixer has one block, and the block's output is added to its input
/// twice. Official arguments that do nothing there (hidden_list, token_dim, channel_dim, ...) do not exist here.
/// Operations an output pixel with 64 channels: 2 * 16 * 64 * (32 + 128 + 128) = 590 thousand, 65 thousand a run of queries between the same
/// pixels, and 6144 GELUs; bytes: 16 pixels of 768 out of the second-level cache, 8 KB of steering.
/// </remarks>
[Plugin("lmi", Summary = "LMI: a local mix of 4 x 4 pixels by an MLP mixer, steered by position and scale",
    Paper = "Fu, Peng, Li, Li, Wang, Ma: Continuous Optical Zooming: A Benchmark for Arbitrary-Scale Image Super-Resolution in Real World, CVPR 2024 (Local Mix Implicit)",
    Explanation =
    [
        "Looks at the 4 x 4 input pixels around the output pixel: their colours and what the encoder found there.",
        "Is told how far away each of the sixteen is, and the output pixel's height in input pixels, not its width.",
        "A network mixes the sixteen with each other, then the numbers of each one; each then gives a colour.",
        "The sixteen colours are blended. With 64 feature channels it has 88 thousand weights; liif has 347 thousand.",
        "Choose it for photographs from real zoom lenses: the COZ paper made it for these, and it leads its table.",
    ],
    Source = "pf0607/COZ 05afa2c",
    SourceLicense = "no licence file seen",
    Deviations =
    [
        "Official arguments that do nothing there (hidden_list, token_dim, channel_dim, feat_unfold, cell_decode, with_area) do not exist here.",
    ],
    Notes =
    [
        "As in the official code, the scale it is told is the vertical one alone, and the mixing block's output is added to its input twice.",
        "As in the official code, each of the sixteen is weighted by the opposite one's area, so that the far ones count more than the near ones; of two opposite ones the nearer counts more.",
    ])]
public sealed class LmiDecoder : Decoder
{
    private const int Tokens = 16;
    private const string Pixels = "lmi.pixels";
    private readonly Mixer imnet;
    private readonly Mlp metanet;
    private readonly int _channels;
    private readonly bool _hasSkip;

    public LmiDecoder(DecoderContext context, LmiOptions options)
    {
        _hasSkip = options.Skip;
        _channels = context.Channels;
        imnet = new Mixer(Tokens, _channels);
        metanet = new Mlp((2 * Tokens) + 1, _channels * Tokens, [_channels]);
        RegisterComponents();
    }

    /// <summary>The second pixel on each side.</summary>
    public override Reach Reach => 2;

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var joined = cat([map.Features, map.Image], 1);
        return map.With((Pixels, PixelRows.Flatten(joined)));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var colours = Mix(map, queries);
        return (_hasSkip ? colours + BilinearSkip.Sample(map.Image, queries.Coords) : colours).MoveToOuterDisposeScope();
    }

    private Tensor Mix(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var around = Neighbours.Around(queries.Coords, map.Height, map.Width, [-3, -1, 1, 3]);
        var scale = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width).narrow(2, 0, 1);
        var place = cat([around.Relative.flatten(2), scale], -1);
        if (MixerFunction.Serves(this, map[Pixels], map.Image, around, scale))
            return MixerFunction.Apply(imnet, map[Pixels], Steering(place), around, scale).MoveToOuterDisposeScope();
        var steering = metanet.forward(place).unflatten(2, _channels, Tokens);

        var pixels = PixelRows.Gather(map[Pixels], around.Index);
        var features = pixels.narrow(3, 0, _channels);
        var colour = pixels.narrow(3, _channels, 3);
        var told = cat([colour, around.Relative, scale.unsqueeze(2).expand(-1, -1, Tokens, -1)], -1);

        var predictions = imnet.forward(features, told, steering);
        return (predictions * around.AreaWeights().unsqueeze(-1)).sum(2).MoveToOuterDisposeScope();
    }

    // (N, Q, tokens, channels): the meta network with its last layer's outputs in the order in which the kernel reads them.
    private Tensor Steering(Tensor place)
    {
        var layers = metanet.Linears.Select(linear => ((Tensor)linear.weight, (Tensor)linear.bias!)).ToList();
        var (weight, bias) = layers[^1];
        layers[^1] = (weight.unflatten(0, _channels, Tokens).transpose(0, 1).flatten(0, 1), bias.view(_channels, Tokens).t().flatten());
        return TrainedLayers.Apply(place, layers, Activation.Relu).unflatten(2, Tokens, _channels);
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (!KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, [-3, -1, 1, 3]);
        var weights = new MixerWeights(imnet, _channels, grid, rows, columns, width);
        var tables = new MixerTables(metanet, imnet.Block.TokenMix.First, grid, rows, columns, width);
        return GridRender.Run(map, grid, _hasSkip, width, (n, output) =>
            new MixerKernel(map[Pixels].select(0, n), map.Width, weights, tables, rows, columns, output)).MoveToOuterDisposeScope();
    }
}
