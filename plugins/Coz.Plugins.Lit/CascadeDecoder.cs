using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Lit;

/// <summary>
/// The arithmetic of LIT and CLIT (Chen et al., CVPR 2023; facts from jaroslaw1007/CLIT f13a053): stages of local attention and a
/// network, summed, on a bilinear upscale.
/// </summary>
/// <remarks>
/// The first stage's queries, keys and values depend on the image alone and are computed in <see cref="Prepare"/>. Those of later
/// stages live on a grid as fine as the output, which would take gigabytes: they are computed on the window that a call's points read.
/// Every other deviation is one of order only.
/// </remarks>
public abstract class CascadeDecoder : Decoder
{
    private const string Features = "lit.features";
    private const string Queries = "lit.queries";
    private const string Pairs = "lit.pairs";
    private const double Kept = 0.75;
    private readonly Conv2d conv_ch;
    private readonly ModuleList<Conv2d> conv_vs;
    private readonly ModuleList<Conv2d> conv_qs;
    private readonly ModuleList<Conv2d> conv_ks;
    private readonly PositionEncoder pb_encoder;
    private readonly ModuleList<Mlp> imnets;
    private readonly LocalAttention _attention;
    private readonly LitOptions _options;
    private readonly int _radius;

    private protected CascadeDecoder(DecoderContext context, LitOptions options, int stages)
    {
        _options = options;
        _radius = options.R;
        var side = (2 * options.R) + 1;
        conv_ch = nn.Conv2d(context.Channels, options.BaseDim, 3, padding: 1);
        conv_vs = Each(() => nn.Conv2d(options.BaseDim, options.BaseDim, 3, padding: 1));
        conv_qs = Each(() => nn.Conv2d(options.BaseDim, options.BaseDim, 3, padding: 1));
        conv_ks = Each(() => nn.Conv2d(options.BaseDim, options.BaseDim, 3, padding: 1));
        pb_encoder = new PositionEncoder(options.EncDims, options.PosencScale, options.Head);
        imnets = Each(() => new Mlp((side * side * options.BaseDim) + (options.IsCell ? 2 : 0), 3, options.HiddenList, Activation.Gelu));
        _attention = new LocalAttention(pb_encoder, options);

        // RegisterComponents sees the fields of the class that is made, not the private ones of its base.
        register_module(nameof(conv_ch), conv_ch);
        register_module(nameof(conv_vs), conv_vs);
        register_module(nameof(conv_qs), conv_qs);
        register_module(nameof(conv_ks), conv_ks);
        register_module(nameof(pb_encoder), pb_encoder);
        register_module(nameof(imnets), imnets);

        ModuleList<T> Each<T>(Func<T> create)
            where T : nn.Module => nn.ModuleList([.. Enumerable.Range(0, stages).Select(_ => create())]);
    }

    /// <summary>One pixel for each of two convolutions, and the pixels attended to.</summary>
    private protected Reach FirstStageReach => 2 + _radius;

    /// <inheritdoc/>
    public override FeatureMap Prepare(FeatureMap map)
    {
        using var scope = NewDisposeScope();
        var features = conv_ch.forward(map.Features);
        var first = Project(0, features, StageWindow.Whole(map.Height, map.Width));
        return map.With(
            (Features, features.MoveToOuterDisposeScope()),
            (Queries, first.Queries.MoveToOuterDisposeScope()),
            (Pairs, first.Pairs.MoveToOuterDisposeScope()));
    }

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var stages = StagesOf(map, queries);
        if (stages.Distinct().Count() == 1)
            return Last(map, queries, stages[0]).MoveToOuterDisposeScope();
        var images = stages.Select((count, image) => Last(Single(map, image), new PointQueries(queries.Coords.narrow(0, image, 1), queries.Cells.narrow(0, image, 1)), count));
        return cat([.. images]).MoveToOuterDisposeScope();
    }

    /// <summary>One stage goes by a kernel; more of them by points.</summary>
    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (StagesFor(Math.Max(grid.Rows.Scale, grid.Columns.Scale)) > 1 || !AttentionWeights.Serve(_options) || !KernelPath.Serves(this, map))
            return base.Decode(map, grid, chunk);
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, [0], nudge: 0);
        var weights = new AttentionWeights(imnets[0], pb_encoder, _options, grid, rows, columns, width);
        var (between, across) = (new OuterBilinearAxis(grid.Rows, map.Height), new OuterBilinearAxis(grid.Columns, map.Width));
        var output = empty(map.Batch, 3, grid.Rows.Count, grid.Columns.Count, ScalarType.Float32);
        for (var n = 0L; n < map.Batch; n++)
        {
            using var inner = NewDisposeScope();
            var queries = map[Queries].select(0, n) / Math.Sqrt(_options.BaseDim / _options.Head);
            var maps = new AttentionMaps(queries, map[Pairs].select(0, n), between, across, _radius);
            var kernel = new AttentionKernel(weights, maps, rows, columns, new OutputPlanes(output, n, map.Image.contiguous(), grid, hasSkip: true));
            Tiles.Run(kernel, kernel.Pieces, 1, width);
        }

        return output.MoveToOuterDisposeScope();
    }

    /// <summary>How many stages a scale uses, at least 1.</summary>
    protected abstract int StagesFor(double scale);

    /// <summary>The grid that a stage ends on and the next one works on.</summary>
    protected virtual GridQueries GridAfter(int stage, int height, int width) => throw new InvalidOperationException("There is no later stage.");

    /// <summary>Runs one stage more than there are grids; gives each stage's output at the queries.</summary>
    private protected IReadOnlyList<Tensor> Cascade(FeatureMap map, PointQueries queries, IReadOnlyList<GridQueries> grids)
    {
        using var scope = NewDisposeScope();
        var skip = BilinearSkip.Sample(map.Image, queries.Coords);
        var outputs = new List<Tensor>();
        Tensor? previous = null;
        for (var stage = 0; stage <= grids.Count; stage++)
        {
            using var inner = NewDisposeScope();
            var source = stage == 0
                ? new StageMap(map[Queries], map[Pairs], StageWindow.Whole(map.Height, map.Width))
                : Resample(stage, map, grids[stage - 1], queries.Coords);
            var detail = _attention.Decode(source, queries, imnets[stage]);
            previous = (previous is null ? detail : detail + (previous * Kept)).MoveToOuterDisposeScope();
            outputs.Add((previous + skip).MoveToOuterDisposeScope());
        }

        return [.. outputs.Select(output => output.MoveToOuterDisposeScope())];
    }

    private static FeatureMap Single(FeatureMap map, int image) =>
        new FeatureMap(map.Features.narrow(0, image, 1), map.Image.narrow(0, image, 1))
            .With([.. new[] { Features, Queries, Pairs }.Select(name => (name, map[name].narrow(0, image, 1)))]);

    private Tensor Last(FeatureMap map, PointQueries queries, int stages) =>
        Cascade(map, queries, [.. Enumerable.Range(0, stages - 1).Select(stage => GridAfter(stage, map.Height, map.Width))])[^1];

    private int[] StagesOf(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var smallest = LrCoordinates.RelativeCells(queries.Cells, map.Height, map.Width).amin([1, 2]).to(float64).cpu();
        return [.. smallest.data<double>().Select(cell => StagesFor(2 / cell))];
    }

    private StageMap Resample(int stage, FeatureMap map, GridQueries grid, Tensor coords)
    {
        using var scope = NewDisposeScope();
        var window = StageWindow.Around(coords, grid.Rows.Count, grid.Columns.Count, _radius);
        var (rows, columns) = (window.Widened().Rows, window.Widened().Columns);
        var points = grid.Slice(rows.First, columns.First, rows.Count, columns.Count)
            .ToPoints(map.Height, map.Width, map.Batch, coords.dtype, coords.device);
        var sites = points.Coords.view(map.Batch, rows.Count, columns.Count, 2).flip(-1);
        var features = F.grid_sample(map[Features], sites, GridSampleMode.Bilinear, GridSamplePaddingMode.Zeros, align_corners: false);
        var result = Project(stage, features, window);
        return result with { Queries = result.Queries.MoveToOuterDisposeScope(), Pairs = result.Pairs.MoveToOuterDisposeScope() };
    }

    private StageMap Project(int stage, Tensor features, StageWindow window)
    {
        using var scope = NewDisposeScope();
        var queries = window.CutFrom(conv_qs[stage].forward(features)).contiguous().MoveToOuterDisposeScope();
        var weight = cat([conv_ks[stage].weight, conv_vs[stage].weight]);
        var bias = cat([conv_ks[stage].bias!, conv_vs[stage].bias!]);
        var pairs = window.CutFrom(F.conv2d(features, weight, bias, padding: [1]));
        return new StageMap(queries, PixelRows.Flatten(pairs).MoveToOuterDisposeScope(), window);
    }
}
