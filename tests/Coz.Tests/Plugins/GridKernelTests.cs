using Coz.Contracts.Models;
using Coz.Plugins.CiaoSr;
using Coz.Plugins.Liif;
using Coz.Plugins.Linf;
using Coz.Plugins.Lit;
using Coz.Plugins.Lmi;
using Coz.Plugins.Lte;
using Coz.Plugins.MetaSr;
using Coz.Plugins.Srno;
using Coz.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins;

/// <summary>
/// Every decoder's kernels against its points path in float64, with its own sizes and with small odd ones, and that they ran.
/// The conformance tests' tiny options go by operators where a kernel takes whole vectors only.
/// </summary>
[TestFixtureSource(nameof(Decoders))]
public sealed class GridKernelTests(string name, int channels)
{
    private const int Height = 7;
    private const int Width = 9;
    private static readonly Dictionary<string, Func<DecoderContext, Decoder>> Makers = new()
    {
        ["liif"] = context => new LiifDecoder(context, new LiifOptions()),
        ["liif, small"] = context => new LiifDecoder(context, new LiifOptions { HiddenList = [33, 5, 17] }),
        ["liif, one layer and no switches"] = context => new LiifDecoder(context, new LiifOptions { HiddenList = [19], LocalEnsemble = false, FeatUnfold = false, CellDecode = false }),
        ["lte"] = context => new LteDecoder(context, new LteOptions()),
        ["lte, small"] = context => new LteDecoder(context, new LteOptions { HiddenDim = 18, HiddenList = [33, 5] }),
        ["linf"] = context => new LinfDecoder(context, new LinfOptions()),
        ["linf, small"] = context => new LinfDecoder(context, new LinfOptions { HiddenDim = 18, NumLayer = 1, FlowLayers = 3 }),
        ["linf, warm"] = context => new LinfDecoder(context, new LinfOptions { Temperature = 0.7, Seed = 3 }),
        ["srno"] = context => new SrnoDecoder(context, new SrnoOptions()),
        ["srno, small"] = context => new SrnoDecoder(context, new SrnoOptions { Width = 48, Heads = 3 }),
        ["lit"] = context => new LitDecoder(context, new LitOptions()),
        ["lit, small"] = context => new LitDecoder(context, new LitOptions { BaseDim = 48, Head = 3, R = 2, HiddenList = [16, 9], EncDims = 12, IsCell = false }),
        ["ciaosr"] = context => new CiaoSrDecoder(context, new CiaoSrOptions()),
        ["ciaosr, small"] = context => new CiaoSrDecoder(context, new CiaoSrOptions { HiddenListQ = [16], HiddenListK = [48, 16], HiddenListV = [32] }),
        ["lmi"] = context => new LmiDecoder(context, new LmiOptions()),
        ["metasr"] = context => new MetaSrDecoder(context, new MetaSrOptions()),
        ["liif, skip"] = context => new LiifDecoder(context, new LiifOptions { Skip = true }),
        ["lmi, skip"] = context => new LmiDecoder(context, new LmiOptions { Skip = true }),
        ["metasr, skip"] = context => new MetaSrDecoder(context, new MetaSrOptions { Skip = true }),
    };

    private static readonly TestFixtureData[] Decoders =
    [
        .. Makers.Keys.Select(key => new TestFixtureData(key, key switch
        {
            // Whole vectors of channels, or operators.
            "ciaosr, small" => 16,
            _ => key.EndsWith("small", StringComparison.Ordinal) || key.EndsWith("switches", StringComparison.Ordinal) ? 7 : 64,
        })),
        new TestFixtureData("lmi", 7),
        new TestFixtureData("metasr", 7),
    ];

    private static readonly string[] GridNames = ["2", "2.5", "3.7", "4", "13/5 x 7/3", "a slice", "a tile's", "one that starts before the image"];

    [Test]
    public void The_kernels_give_what_float64_points_give([Range(0, 7)] int which)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var grid = Grids.Over(Height, Width).ElementAt(which);
        var exact = AtPoints(grid, float64);
        var rounded = (AtPoints(grid, float32).to(float64) - exact).abs();
        using var decoder = New(float32);
        var (rendered, runs) = Counted(() => Render(decoder, grid));
        var distance = (rendered.flatten(2).transpose(1, 2).to(float64) - exact).abs();

        var spread = exact.std().item<double>();
        var limit = Math.Max(1e-5 * spread, 3 * rounded.max().item<double>());
        TestContext.Out.WriteLine($"{GridNames[which]}: {distance.max().item<double>() / spread:e1} of the spread, float32 points {rounded.max().item<double>() / spread:e1}; {runs} runs");
        Assert.That(distance.max().item<double>(), Is.LessThanOrEqualTo(limit), $"{GridNames[which]}: distance from the points path in float64");
        Assert.That(runs, IsByPoints(grid) ? Is.Zero : Is.GreaterThanOrEqualTo(1), "runs of kernels");
    }

    [Test]
    public void Kernels_leave_float64_and_gradients_to_operators()
    {
        using var scope = NewDisposeScope();
        var grid = Grids.Over(Height, Width).First().Slice(0, 0, 3, 5);
        using var wide = New(float64);
        using var decoder = New(float32);
        using (no_grad())
            Assert.That(Counted(() => Render(wide, grid)).Runs, Is.Zero, "float64");
        var (differentiable, runs) = Counted(() => Render(decoder, grid));
        Assert.That(runs, Is.Zero, "with gradients");
        Assert.That(differentiable.requires_grad);
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads()
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var decoder = New(float32);
        using var prepared = decoder.Prepare(Map(float32));
        var grid = Grids.Over(Height, Width).ElementAt(3);
        var first = decoder.Decode(prepared, grid);
        var second = decoder.Decode(prepared, grid);

        // Two renders at once share the pool's threads: rows go to other ones.
        var together = new Tensor[2];
        Parallel.For(0, 2, i =>
        {
            using var here = no_grad();
            together[i] = decoder.Decode(prepared, grid);
        });
        Assert.That(second.bytes.SequenceEqual(first.bytes), "the second render");
        foreach (var one in together)
        {
            Assert.That(one.bytes.SequenceEqual(first.bytes), "a render beside another");
            one.Dispose();
        }
    }

    // Filters of each pair of phases would be more than the image has pixels.
    private bool IsByPoints(GridQueries grid)
    {
        static long Phases(GridAxis axis) => Math.Min(axis.Count, axis.Step.Denominator);
        return name.StartsWith("metasr", StringComparison.Ordinal) && Phases(grid.Rows) * Phases(grid.Columns) > Height * Width;
    }

    private Tensor Render(Decoder decoder, GridQueries grid)
    {
        using var prepared = decoder.Prepare(Map(decoder.parameters().First().dtype));
        return decoder.Decode(prepared, grid);
    }

    private static (Tensor Result, long Runs) Counted(Func<Tensor> render)
    {
        using var runs = new KernelRuns();
        var result = render();
        return (result, runs.Count);
    }

    private Tensor AtPoints(GridQueries grid, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var decoder = New(dtype);
        using var prepared = decoder.Prepare(Map(dtype));
        return decoder.Decode(prepared, grid.ToPoints(Height, Width, 2, dtype, CPU)).MoveToOuterDisposeScope();
    }

    // Lives in the open dispose scope.
    private FeatureMap Map(ScalarType dtype)
    {
        random.manual_seed(20);
        return new FeatureMap(randn([2, channels, Height, Width], float64).to(dtype), randn([2, 3, Height, Width], float64).to(dtype));
    }

    private Decoder New(ScalarType dtype)
    {
        random.manual_seed(5);
        var decoder = Makers[name](new DecoderContext(channels));
        decoder.eval();
        decoder.to(dtype);
        return decoder;
    }
}
