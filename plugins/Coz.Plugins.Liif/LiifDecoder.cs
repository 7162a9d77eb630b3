using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Liif;

/// <summary>
/// LIIF (Chen et al., CVPR 2021): a network maps features, the query's position relative to their pixel and the output pixel's size
/// to RGB; predictions from the four pixels around are blended by area.
/// </summary>
/// <remarks>
/// Deviation in order only: the first layer's share of the features is a convolution that depends on no query, computed once a pixel
/// in <see cref="Prepare"/>. The official mode without a network, which returns features instead of RGB, is left out.
/// Operations an output pixel at the default sizes: 4 cells * 2 * 3 * 65 536 = 1.57 million; bytes: four first-layer rows of 1 KB.
/// </remarks>
[Plugin("liif", Summary = "LIIF: a local implicit image function on 3 x 3 features, four predictions blended by area",
    Paper = "Chen, Liu, Wang: Learning Continuous Image Representation with Local Implicit Image Function, CVPR 2021",
    Explanation =
    [
        "Looks at the four input pixels around the output pixel, and at the eight neighbours of each of them.",
        "Is told how far away each of the four is, and how large the output pixel is in input pixels.",
        "One network of five layers predicts a colour from each of the four; they are blended, the nearer the more.",
        "Simple: no waves, no attention, no smooth enlargement underneath. The network runs four times a pixel.",
        "Choose it first: most of the others are built on its idea, so every comparison starts with it.",
    ],
    Source = "yinboc/liif 4c833f8",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The first layer's share of the features is computed once an image instead of once a query: the same function, rounded elsewhere.",
        "The official mode without a network, which returns features instead of colours, is left out.",
    ])]
public sealed class LiifDecoder : Decoder
{
    private const string FirstLayer = "liif.first_layer";
    private readonly Mlp imnet;
    private readonly LiifOptions _options;
    private readonly int _kernel;
    private readonly int _positions;

    public LiifDecoder(DecoderContext context, LiifOptions options)
    {
        _options = options;
        _kernel = options.FeatUnfold ? 3 : 1;
        _positions = options.CellDecode ? 4 : 2;
        imnet = new Mlp((context.Channels * _kernel * _kernel) + _positions, 3, options.HiddenList);
        RegisterComponents();
    }

    /// <summary>One pixel for the ensemble, one for the 3 x 3 features.</summary>
    public override Reach Reach => Math.Max((_options.LocalEnsemble ? 1 : 0) + (_options.FeatUnfold ? 1 : 0), _options.Skip ? 1 : 0);

    private Tensor FirstWeight => imnet.Linears[0].weight;

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var features = FirstWeight.narrow(1, 0, FirstWeight.shape[1] - _positions);
        var kernels = features.reshape(-1, map.Channels, _kernel, _kernel);
        var first = F.conv2d(ChannelsLast.Of(map.Features), kernels, imnet.Linears[0].bias, padding: [_kernel / 2]);
        return map.With((FirstLayer, PixelRows.Flatten(first).MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var around = _options.LocalEnsemble
            ? Neighbours.Around(queries.Coords, map.Height, map.Width, [-1, 1])
            : Neighbours.Around(queries.Coords, map.Height, map.Width, [0], nudge: 0);
        var cells = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width);
        var weight = FirstWeight.narrow(1, FirstWeight.shape[1] - _positions, _positions);
        var colours = around.Blend((index, relative) =>
        {
            var position = _options.CellDecode ? cat([relative, cells], -1) : relative;
            return imnet.AfterFirst(PixelRows.Gather(map[FirstLayer], index) + F.linear(position, weight));
        });
        return (_options.Skip ? colours + BilinearSkip.Sample(map.Image, queries.Coords) : colours).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (imnet.Linears.Count < 2 || !KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);
        return _options.LocalEnsemble
            ? EnsembleGrid.Decode(map, grid, map[FirstLayer], imnet.Linears, _positions, [-1, 1], hasSkip: _options.Skip)
            : EnsembleGrid.Decode(map, grid, map[FirstLayer], imnet.Linears, _positions, [0], nudge: 0, hasSkip: _options.Skip);
    }
}
