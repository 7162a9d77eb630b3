using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Srno;

/// <summary>
/// SRNO (Wei and Zhang, CVPR 2023): super-resolution as an operator between functions. The features of four pixels, weighted by area,
/// pass through two layers of Galerkin attention over all queries at once; on top of a bilinear upscale.
/// </summary>
/// <remarks>
/// Every output depends on the whole set of queries, so that official evaluations in batches of rows differ from whole ones. Here a set
/// is always whole: the grid path goes over it in chunks once for each attention layer, which adds up the same small matrices, and once
/// for the output. Its memory is that of a chunk, its result that of the whole at once, its cost a quarter higher. The first layer acts
/// on weighted features: its part on them is computed once a pixel, and weighted after. The official code is made for 64 feature
/// channels; here any number will do.
/// Operations an output pixel at the default sizes, all three passes: 2 * (10 * 65 536 + 65 536 + 18 thousand) = 1.48 million (keys and
/// values twice, the first block twice, the second once; the colour network; sums and places), and 1024 GELUs; bytes: in each pass four
/// rows of 1 KB.
/// </remarks>
[Plugin("srno", Summary = "SRNO: a neural operator, Galerkin attention over all queries at once, on a bilinear upscale",
    Paper = "Wei, Zhang: Super-Resolution Neural Operator, CVPR 2023",
    Explanation =
    [
        "Looks at what the encoder found in the four input pixels around the output pixel, the nearer the more.",
        "Is told how far away each of the four is, and how large the output pixel is in input pixels.",
        "Twice, every output pixel reads a common summary of all of them (attention); a network then gives the colour.",
        "The colour corrects a smooth (bilinear) enlargement. All pixels depend on all: a crop gives other pixels.",
        "Choose it for whole pictures, where each part may learn from the rest; not where crops or tiles have to match.",
    ],
    Source = "2y7c3/Super-Resolution-Neural-Operator 92b777a",
    SourceLicense = "MIT",
    Deviations =
    [
        "A set of queries is always whole: a grid is gone over in chunks for each layer's sums. Official evaluations in batches of rows give another result than whole ones.",
        "The first layer's share of the features is computed once an image instead of once a query: the same function, rounded elsewhere.",
        "The official code is made for 64 feature channels; here any number will do.",
    ],
    Notes =
    [
        "The table of the COZ paper swaps the parameters of SRNO and LINF: it prints 705.2K for SRNO. Counted, SRNO has 794,883.",
    ],
    Tiling = "each tile's attention sums over that tile alone, so colours and fine structure differ a little from tile to tile, and borders may show.")]
public sealed class SrnoDecoder : Decoder
{
    private const int Around = 4;

    // More points at once gain nothing, and leave holes of their size in the process's memory: 1.4 GB instead of 2.8 for 640 x 480 pixels.
    private const int LargestChunk = 8192;
    private const string Pixels = "srno.pixels";
    private readonly Conv2d conv00;
    private readonly GalerkinBlock conv0;
    private readonly GalerkinBlock conv1;
    private readonly Conv2d fc1;
    private readonly Conv2d fc2;
    private readonly int _features;
    private readonly int _heads;
    private readonly bool _isWhole;

    public SrnoDecoder(DecoderContext context, SrnoOptions options)
    {
        _features = Around * context.Channels;
        _heads = options.Heads;
        _isWhole = options.Width / options.Heads % Lanes512.Count == 0;
        conv00 = nn.Conv2d((2 * Around) + _features + 2, options.Width, 1);
        conv0 = new GalerkinBlock(options.Width, options.Heads);
        conv1 = new GalerkinBlock(options.Width, options.Heads);
        fc1 = nn.Conv2d(options.Width, 256, 1);
        fc2 = nn.Conv2d(256, 3, 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Reach Reach => Reach.Global;

    /// <inheritdoc/>
    public override Coupling Coupling => Coupling.WholeSet;

    /// <summary>The first layer's part on the features, for each of the four places a pixel can have around a query.</summary>
    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var weights = conv00.weight!.narrow(1, 2 * Around, _features).flatten(1).unflatten(1, Around, map.Channels);
        var places = F.linear(PixelRows.Flatten(map.Features), weights.transpose(0, 1).reshape(-1, map.Channels));
        return map.With((Pixels, places.view(map.Batch, (long)map.Height * map.Width * Around, -1).MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var points = Embed(map, queries);
        foreach (var block in new[] { conv0, conv1 })
            points = block.Attend(points, block.Context(points) / queries.Count);
        return Colour(map, queries, points).MoveToOuterDisposeScope();
    }

    /// <summary>The whole set, in the memory of a chunk.</summary>
    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        if (_isWhole && KernelPath.Serves(this, map))
            return Fused(map, grid);
        chunk = Math.Min(chunk, LargestChunk);
        using var scope = NewDisposeScope();
        var passed = new List<(GalerkinBlock Block, Tensor Context)>();
        foreach (var block in new[] { conv0, conv1 })
        {
            Tensor? sum = null;
            InChunks(map, grid, chunk, passed, (_, _, points) =>
            {
                var part = block.Context(points);
                if (sum is null)
                    sum = part.MoveToOuterDisposeScope();
                else
                    sum.add_(part);
            });
            passed.Add((block, sum!.div_(grid.Count)));
        }

        var output = empty(map.Batch, grid.Count, 3, map.Features.dtype, map.Features.device);
        InChunks(map, grid, chunk, passed, (first, queries, points) =>
            output.narrow(1, first, queries.Count).copy_(Colour(map, queries, points)));
        return output.view(map.Batch, grid.Rows.Count, grid.Columns.Count, 3).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    // Three passes over the grid: two for the contexts, one for the output. Points are made anew in each: 0.4 million multiply-adds a point
    // more, instead of a kilobyte of memory.
    private Tensor Fused(FeatureMap map, GridQueries grid)
    {
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, [-1, 1]);
        var weight = conv00.weight!.detach().flatten(1).to(float64);
        var size = tensor([2 * grid.Rows.Step.ToDouble(), 2 * grid.Columns.Step.ToDouble()], float64);
        var constant = weight.narrow(1, (2 * Around) + _features, 2).matmul(size) + conv00.bias!.detach().to(float64);
        var colours = new DenseStack([(fc1.weight!, fc1.bias), (fc2.weight!, fc2.bias)], Activation.Gelu, isLastActive: false, width);
        return GridRender.Run(map, grid, hasSkip: true, width, (n, output) =>
        {
            var points = new OperatorRows(map[Pixels].select(0, n), weight.narrow(1, 0, 2 * Around), constant, rows, columns, map.Width);
            foreach (var block in new[] { conv0, conv1 })
            {
                var kernel = new ContextKernel(points, block.KeysAndValues(width), block.Norm(), _heads, grid.Rows.Count);
                Tiles.Run(kernel, grid.Rows.Count, grid.Columns.Count, width);
                var context = tensor(kernel.Sum()).view(_heads, points.Width / _heads, -1) / grid.Count;
                var (first, second) = block.Folded(context, width);
                points.Add(first, second);
            }

            return new ColourKernel(points, colours, output);
        }).MoveToOuterDisposeScope();
    }

    // Chunk by chunk: its first index, its queries, and what they are after the given blocks.
    private void InChunks(FeatureMap map, GridQueries grid, int chunk, List<(GalerkinBlock Block, Tensor Context)> passed, Action<long, PointQueries, Tensor> take)
    {
        for (var first = 0L; first < grid.Count; first += chunk)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(chunk, grid.Count - first);
            var queries = grid.ToPoints(map.Height, map.Width, map.Batch, map.Features.dtype, map.Features.device, first, count);
            var points = Embed(map, queries);
            foreach (var (block, context) in passed)
                points = block.Attend(points, context);
            take(first, queries, points);
        }
    }

    private Tensor Embed(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        using var around = Neighbours.Around(queries.Coords, map.Height, map.Width, [-1, 1]);
        var weight = conv00.weight!.flatten(1);
        var place = cat([weight.narrow(1, 0, 2 * Around), weight.narrow(1, (2 * Around) + _features, 2)], 1);
        var cells = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width);
        var points = F.linear(cat([around.Relative.flatten(2), cells], -1), place, conv00.bias);
        var areas = around.AreaWeights();
        for (var k = 0; k < Around; k++)
            points = points + (PixelRows.Gather(map[Pixels], (around.Index.select(2, k) * Around) + k) * areas.narrow(2, k, 1));
        return points.MoveToOuterDisposeScope();
    }

    private Tensor Colour(FeatureMap map, PointQueries queries, Tensor points)
    {
        using var scope = NewDisposeScope();
        var detail = Pointwise.Apply(fc2, F.gelu(Pointwise.Apply(fc1, points)));
        return (detail + BilinearSkip.Sample(map.Image, queries.Coords)).MoveToOuterDisposeScope();
    }
}
