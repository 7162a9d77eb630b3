using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.MetaSr;

/// <summary>
/// Meta-SR (Hu et al., CVPR 2019) as LIIF's repository has it: a network predicts, from where an output pixel's top-left corner lies
/// in its LR pixel and from the vertical scale, the filter that turns 3 x 3 features into RGB.
/// </summary>
/// <remarks>
/// Deviation in order only: filter = W h + b is linear in the hidden layer h, so its product with the features, W^T features, is a
/// convolution that depends on no query. <see cref="Prepare"/> computes it once a pixel (three vectors as long as h, and three
/// biases); a query is left with three inner products. The function is the official one.
/// Operations an output pixel of a grid with 64 channels: 2 * 3 * 576 = 3.5 thousand, and 0.9 million a pair of sub-pixel phases for its
/// filter; bytes: the filter's 7 KB and nine pixels of 256, out of the second-level cache, which is what it waits for.
/// </remarks>
[Plugin("metasr", Summary = "Meta-SR: filters predicted from sub-pixel position and scale, on 3 x 3 features",
    Paper = "Hu et al., Meta-SR: A Magnification-Arbitrary Network for Super-Resolution, CVPR 2019",
    Explanation =
    [
        "Looks at the input pixel that holds the output pixel's upper left corner, and at its eight neighbours.",
        "Is told where in that input pixel the corner lies, and the output pixel's height in input pixels.",
        "A small network turns these three numbers into a filter; it turns what the encoder found into a colour.",
        "Very little work for each output pixel; but neighbouring pixels are not blended, and widths are not told.",
        "Choose it where time matters most, or as the oldest decoder for any scale to compare with.",
    ],
    Source = "yinboc/liif 4c833f8 (model metasr); the authors' own code is XuecaiHu/Meta-SR-Pytorch 8aec6e1",
    SourceLicense = "BSD 3-Clause; for the authors' own code no licence file seen",
    Deviations =
    [
        "The part of the filter's product with the features that no query changes is computed once an image instead of once a query: the same function, rounded elsewhere.",
    ])]
public sealed class MetaSrDecoder : Decoder
{
    private const int Hidden = 256;
    private const string Projected = "metasr.projected";
    private readonly Mlp imnet;
    private readonly bool _hasSkip;

    public MetaSrDecoder(DecoderContext context, MetaSrOptions options)
    {
        _hasSkip = options.Skip;
        imnet = new Mlp(3, context.Channels * 9 * 3, [Hidden]);
        RegisterComponents();
    }

    /// <summary>One pixel for the corner, half an output pixel up and left of the centre; one for the 3 x 3 features.</summary>
    public override Reach Reach => 2;

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map) => map.WithLater(Projected, () =>
    {
        var last = imnet.Linears[1];
        var kernels = last.weight.view(map.Channels, 3, 3, 3, Hidden).permute(3, 4, 0, 1, 2).reshape(3 * Hidden, map.Channels, 3, 3);
        var biases = last.bias!.view(map.Channels, 3, 3, 3).permute(3, 0, 1, 2);
        return PixelRows.Flatten(F.conv2d(ChannelsLast.Of(map.Features), cat([kernels, biases]), padding: [1]));
    });

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var colours = Predict(map, queries);
        return (_hasSkip ? colours + BilinearSkip.Sample(map.Image, queries.Coords) : colours).MoveToOuterDisposeScope();
    }

    private Tensor Predict(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var corners = queries.Coords - (queries.Cells / 2);
        var pixel = Neighbours.Around(corners, map.Height, map.Width, [0]);

        // From the pixel's centre in half pixels to its top-left corner in pixels.
        var position = (pixel.Relative.squeeze(2) / 2) + 0.5;
        var verticalScale = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width).narrow(2, 0, 1) / 2;
        var hidden = F.relu(imnet.Linears[0].forward(cat([position, verticalScale], -1)));

        // A pixel's products cost what a query's filter costs. A map with gradients serves one call: the fewer decide.
        if (is_grad_enabled() && queries.Count < map.Height * map.Width)
            return Filter(map, pixel.Index.squeeze(2), hidden).MoveToOuterDisposeScope();
        var read = PixelRows.Gather(map[Projected], pixel.Index.squeeze(2));
        var vectors = read.narrow(2, 0, 3 * Hidden).view(map.Batch, queries.Count, 3, Hidden);
        return ((vectors * hidden.unsqueeze(2)).sum(-1) + read.narrow(2, 3 * Hidden, 3)).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts each filter once a pair of sub-pixel phases, where there are fewer of these than LR pixels.</summary>
    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (!KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);

        // A pixel is found by its output pixel's top-left corner, half a step before the centre.
        var corners = new GridQueries(Corner(grid.Rows), Corner(grid.Columns));
        var (rows, columns) = AxisNeighbours.Of(corners, map, [0]);
        if ((long)rows.Phases * columns.Phases > (long)map.Height * map.Width)
            return base.Decode(map, grid, chunk);
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var filters = new PredictedFilters(imnet, map.Channels, grid, rows, columns, width);
        var features = TensorMemory.WholeVectors(F.pad(map.Features, [1, 1, 1, 1]).permute(0, 2, 3, 1));
        var output = empty(map.Batch, 3, grid.Rows.Count, grid.Columns.Count, ScalarType.Float32);
        for (var phase = 0; phase < rows.Phases; phase++)
        {
            var predicted = filters.Predict(phase);
            var lines = Enumerable.Range(0, rows.Count).Where(row => rows.Phase(row) == phase).ToList();
            for (var n = 0L; n < map.Batch; n++)
                Render(features.select(0, n), predicted, lines, n);
        }

        return output.MoveToOuterDisposeScope();

        unsafe void Render(Tensor image, AlignedBuffer predicted, List<int> lines, long n)
        {
            var planes = new OutputPlanes(output, n, map.Image.contiguous(), grid, _hasSkip);
            Tiles.Run(new FilterKernel(TensorMemory.Address(image), map.Width, filters.Channels, predicted, filters.Stride, lines, rows, columns, planes), lines.Count, columns.Count, width);
        }
    }

    // (N, Q) pixels and (N, Q, hidden) to (N, Q, 3): every query predicts its filter and applies it to the nine pixels.
    private Tensor Filter(FeatureMap map, Tensor index, Tensor hidden)
    {
        var (inputs, last) = (9L * map.Channels, imnet.Linears[1]);
        var weight = last.weight.view(map.Channels, 9, 3, Hidden).permute(2, 1, 0, 3).reshape(3 * inputs, Hidden);
        var bias = last.bias!.view(map.Channels, 9, 3).permute(2, 1, 0).reshape(3 * inputs);
        var filters = F.linear(hidden.flatten(0, 1), weight, bias).view(-1, 3, inputs);

        // In the padded map, the pixel above and left of (row, column) is at (row, column).
        var width = map.Width + 2;
        var first = (index.div(map.Width, RoundingMode.floor) * width) + index.remainder(map.Width);
        long[] around = [.. from row in Enumerable.Range(0, 3) from column in Enumerable.Range(0, 3) select ((long)row * width) + column];
        var pixels = PixelRows.Gather(PixelRows.Flatten(F.pad(map.Features, [1, 1, 1, 1])), first.unsqueeze(-1) + tensor(around, int64, index.device));
        return filters.bmm(pixels.view(-1, inputs, 1)).view(map.Batch, -1, 3);
    }

    private static GridAxis Corner(GridAxis axis) => axis with { Start = axis.Start - (new Rational(1, 2) * axis.Step) };
}
