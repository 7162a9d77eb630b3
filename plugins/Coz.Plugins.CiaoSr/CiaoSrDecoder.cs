using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.CiaoSr;

/// <summary>
/// CiaoSR (Cao et al., CVPR 2023): each query attends to four pixels around it. Networks weight their keys and values by position
/// and the output pixel's size; values hold, beside the features, what cross-scale attention found in the whole image. A third
/// network turns the result into RGB, on top of a bilinear upscale.
/// </summary>
/// <remarks>
/// <para>Source: caojiezhang/CiaoSR adac6df, its published configurations: four neighbours, 3 x 3 features, attention over one scale.</para>
/// <para>
/// How far the four lie apart follows from the output pixel's size of the FIRST query of each image of a call, as in the official code.
/// Where all cells are equal, as on any grid and any part of it, an output depends on its own query alone, and chunks change nothing.
/// Free points of different cells in one call share the first one's step.
/// </para>
/// <para>
/// Deviations in order only: attention over the image, and the first layers' share of the features, are computed once an image in
/// <see cref="Prepare"/>, where the official code repeats them for each chunk; queries go through the networks some at a time.
/// The official code rounds its output to 8 bits before it is measured; that is a matter of its protocol and not done here.
/// </para>
/// <para>
/// Operations an output pixel at scale 4, default sizes: 5.3 million by the networks (<see cref="PairKernel"/> has them apart), and
/// attention over the image, 81 times its LR pixels (1.3 million at 128 x 128); bytes: 18 KB, out of the caches.
/// </para>
/// </remarks>
[Plugin("ciaosr", Summary = "CiaoSR: attention to four pixels and across the scales of the whole image, so that tiling changes the result",
    Paper = "Cao et al.: CiaoSR: Continuous Implicit Attention-in-Attention Network for Arbitrary-Scale Image Super-Resolution, CVPR 2023",
    Explanation =
    [
        "Looks at four input pixels around the output pixel and, once an image, for similar places in all of it.",
        "Is told how far away each of the four is, and how large the output pixel is in input pixels.",
        "Two networks weigh the four by position and likeness (attention); a third turns their mixture into a colour.",
        "It corrects a smooth (bilinear) enlargement. Comparing all places with all costs much time on large pictures.",
        "Choose it for pictures whose patterns recur in several sizes; not where tiles have to match.",
    ],
    Source = "caojiezhang/CiaoSR adac6df",
    SourceLicense = "no licence file seen; its README says CC-BY-NC",
    Deviations =
    [
        "Attention over the image, and the first layers' share of the features, are computed once an image; the official code repeats them for each chunk.",
        "The official evaluation rounds the output to 8 bits before it is measured; that is its protocol, and is not done here.",
        "An image one pixel wide, which cannot be mirrored, is continued by its border.",
    ],
    Notes =
    [
        "How far apart the four lie follows from the first query's output pixel of each call, as in the official code: free points of different cells share it; on grids all are equal.",
    ],
    Tiling = "attention looks for similar places in a tile and its margin alone, so that repeated patterns farther away do not help.")]
public sealed class CiaoSrDecoder : Decoder
{
    private const string Values = "ciaosr.values";
    private const string KeyLayer = "ciaosr.key_layer";
    private const string ValueLayer = "ciaosr.value_layer";
    private const int Positions = 4;

    // Queries of all images at once through the networks: some 20 MB a tensor.
    private const long MostQueries = 8192;

    private readonly Mlp imnet_q;
    private readonly Mlp imnet_k;
    private readonly Mlp imnet_v;
    private readonly CrossScaleAttention cs_attn;
    private readonly int _keys;
    private readonly bool _isWhole;

    public CiaoSrDecoder(DecoderContext context, CiaoSrOptions options)
    {
        if (context.Channels < 2)
            throw new CozException($"ciaosr needs an encoder of at least 2 feature channels, got {context.Channels}: its attention halves them.");
        _keys = 9 * context.Channels;
        _isWhole = PairWeights.Serve(context.Channels, options.HiddenListQ, options.HiddenListK, options.HiddenListV);
        var values = _keys + context.Channels;
        imnet_q = new Mlp(values, 3, options.HiddenListQ);
        imnet_k = new Mlp(_keys + Positions, _keys, options.HiddenListK);
        imnet_v = new Mlp(values + Positions, values, options.HiddenListV);
        cs_attn = new CrossScaleAttention(context.Channels);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Global;

    /// <inheritdoc/>
    public override Normalization Normalization { get; } = new((0.4488, 0.4371, 0.4040), 1);

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var keys = F.unfold(map.Features, 3, padding: 1).transpose(1, 2);
        var values = cat([keys, cs_attn.forward(map.Features).flatten(2).transpose(1, 2)], -1);
        return map.With(
            (KeyLayer, FeatureShare(imnet_k, keys).MoveToOuterDisposeScope()),
            (ValueLayer, FeatureShare(imnet_v, values).MoveToOuterDisposeScope()),
            (Values, values.MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var stepCell = CiaoSrNeighbours.StepCell(queries);
        var step = Math.Max(1, MostQueries / queries.Batch);
        var parts = new List<Tensor>();
        for (var first = 0L; first < queries.Count; first += step)
        {
            using var part = queries.Slice(first, Math.Min(step, queries.Count - first));
            parts.Add(DecodePart(map, part, stepCell));
        }

        return (cat(parts, 1) + BilinearSkip.Sample(map.Image, queries.Coords)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (!_isWhole || !KernelPath.Serves(this, map) || PairGrid.Of(map, grid) is not { } pairs)
            return base.Decode(map, grid, chunk);
        return pairs.Render(imnet_q, (imnet_k, map[KeyLayer]), (imnet_v, map[ValueLayer]), map[Values], Positions);
    }

    private Tensor DecodePart(FeatureMap map, PointQueries queries, Tensor stepCell)
    {
        using var scope = NewDisposeScope();
        using var around = CiaoSrNeighbours.Around(queries.Coords, stepCell, map.Height, map.Width);
        var cells = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width);
        var positions = cat([around.Relative, cells.unsqueeze(2).expand_as(around.Relative)], -1);
        var attention = Attention(map, queries, around, positions);
        Tensor? sum = null;
        for (var k = 0; k < around.Count; k++)
        {
            using var inner = NewDisposeScope();
            var index = around.Index.select(2, k);
            var value = PixelRows.Gather(map[Values], index) * Weights(imnet_v, map[ValueLayer], index, positions.select(2, k));
            var share = value * attention.narrow(2, k, 1);
            sum = (sum is null ? share : sum + share).MoveToOuterDisposeScope();
        }

        return imnet_q.forward(sum!).MoveToOuterDisposeScope();
    }

    // (N, Q, 4), summing to 1.
    private Tensor Attention(FeatureMap map, PointQueries queries, Neighbours around, Tensor positions)
    {
        using var scope = NewDisposeScope();
        var features = map[Values].narrow(2, 0, _keys);
        var query = PixelRows.Gather(features, CiaoSrNeighbours.Nearest(queries.Coords, map.Height, map.Width));
        var products = new List<Tensor>();
        for (var k = 0; k < around.Count; k++)
        {
            using var inner = NewDisposeScope();
            var index = around.Index.select(2, k);
            var key = PixelRows.Gather(features, index) * Weights(imnet_k, map[KeyLayer], index, positions.select(2, k));
            products.Add((query * key).sum(-1).MoveToOuterDisposeScope());
        }

        return stack(products, -1).softmax(-1).MoveToOuterDisposeScope();
    }

    // What a network's first layer gives for the features of every pixel: (N, pixels, width).
    private static Tensor FeatureShare(Mlp network, Tensor features)
    {
        var layer = network.Linears[0];
        return F.linear(features, layer.weight.narrow(1, 0, features.shape[2]), layer.bias);
    }

    private static Tensor Weights(Mlp network, Tensor featureShare, Tensor index, Tensor position)
    {
        var weight = network.Linears[0].weight;
        var first = PixelRows.Gather(featureShare, index) + F.linear(position, weight.narrow(1, weight.shape[1] - Positions, Positions));
        return network.AfterFirst(first);
    }
}
