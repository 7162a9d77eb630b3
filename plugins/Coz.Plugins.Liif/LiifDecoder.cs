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
/// </remarks>
[Plugin("liif", Summary = "LIIF: a local implicit image function on 3 x 3 features, four predictions blended by area",
    Paper = "Chen, Liu, Wang: Learning Continuous Image Representation with Local Implicit Image Function, CVPR 2021")]
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
    public override Reach Reach => (_options.LocalEnsemble ? 1 : 0) + (_options.FeatUnfold ? 1 : 0);

    private Tensor FirstWeight => imnet.Linears[0].weight;

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var features = FirstWeight.narrow(1, 0, FirstWeight.shape[1] - _positions);
        var kernels = features.reshape(-1, map.Channels, _kernel, _kernel);
        var first = F.conv2d(map.Features, kernels, imnet.Linears[0].bias, padding: [_kernel / 2]);
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
        return around.Blend((index, relative) =>
        {
            var position = _options.CellDecode ? cat([relative, cells], -1) : relative;
            return imnet.AfterFirst(PixelRows.Gather(map[FirstLayer], index) + F.linear(position, weight));
        }).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (imnet.Linears.Count < 2 || !KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);
        var width = Vectors.Widest;
        using var position = FirstWeight.narrow(1, FirstWeight.shape[1] - _positions, _positions);
        var (rows, columns) = _options.LocalEnsemble ? AxisNeighbours.Of(grid, map, [-1, 1]) : AxisNeighbours.Of(grid, map, [0], nudge: 0);
        var hidden = new DenseStack(imnet.Linears.Skip(1).SkipLast(1), Activation.Relu, isLastActive: true, width);
        var last = TensorMemory.Pack(imnet.Linears[^1].weight, imnet.Linears[^1].bias, width);
        return GridRender.Run(map, grid, hasSkip: false, width, (n, output) =>
            new EnsembleKernel(new FeatureRows(map, map[FirstLayer].select(0, n), position, Activation.Relu, grid, rows, columns), hidden, last, output));
    }
}
