using Coz.Contracts.Models;
using Coz.Plugins.Linf;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Linf;

/// <summary>Noise belongs to the places of the whole picture: no way of cutting it shows.</summary>
[TestFixture("linf")]
[TestFixture("linf-patch")]
public sealed class TemperatureTests(string name)
{
    private const int Height = 9;
    private const int Width = 7;
    private static readonly GridQueries Whole = GridQueries.Whole(Height, Width, 25, 18);

    private DisposeScope _scope = null!;
    private IDisposable _noGradient = null!;
    private FeatureMap _map = null!;

    [SetUp]
    public void MakeFeatures()
    {
        _scope = NewDisposeScope();
        _noGradient = no_grad();
        random.manual_seed(8);
        _map = new FeatureMap(randn(2, 5, Height, Width, float64), rand(2, 3, Height, Width, float64));
    }

    [TearDown]
    public void DisposeAll()
    {
        _map.Dispose();
        _scope.Dispose();
        _noGradient.Dispose();
    }

    [Test]
    public void A_seed_gives_the_same_bits_again_and_another_seed_other_texture()
    {
        var first = Render(0.7, 5, Whole);
        Assert.That(first.Equals(Render(0.7, 5, Whole)), Is.True);
        Assert.That(Distance(first, Render(0.7, 6, Whole)), Is.GreaterThan(0.1 * first.std().item<double>()));
    }

    [Test]
    public void Without_a_temperature_it_is_the_plain_output_whatever_the_seed()
    {
        using var decoder = New(0, 5);
        using var prepared = decoder.Prepare(_map);
        using var points = Whole.ToPoints(Height, Width, 2, float64, CPU);
        var plain = Render(0, 0, Whole);
        Assert.That(plain.Equals(decoder.Decode(prepared, Whole)), Is.True);
        Assert.That(Distance(plain.flatten(2).transpose(1, 2), decoder.Decode(prepared, points)), Is.LessThan(1e-9));
        if (decoder is LinfDecoder linf)
            Assert.That(linf.Decode(prepared, points).Equals(linf.Sample(prepared, points, zeros(2, Whole.Count, 3, float64))), Is.True);
        Assert.That(Distance(plain, Render(0.7, 0, Whole)), Is.GreaterThan(0.1 * plain.std().item<double>()));
    }

    [Test]
    public void Chunks_rows_and_tiles_make_one_picture([Values(1, 7, 100)] int chunk)
    {
        var whole = Render(0.7, 5, Whole);
        var rows = cat([.. new[] { 0, 5, 10, 15, 20 }.Select(row => Render(0.7, 5, Whole.Slice(row, 0, 5, 18), chunk))], 2);
        var columns = cat([Render(0.7, 5, Whole.Slice(0, 0, 25, 11), chunk), Render(0.7, 5, Whole.Slice(0, 11, 25, 7), chunk)], 3);
        Assert.Multiple(() =>
        {
            Assert.That(Distance(Render(0.7, 5, Whole, chunk), whole), Is.LessThan(1e-9), "chunks");
            Assert.That(Distance(rows, whole), Is.LessThan(1e-9), "rows");
            Assert.That(Distance(columns, whole), Is.LessThan(1e-9), "columns");
        });
    }

    [Test]
    public void Free_points_get_the_texture_of_the_grid()
    {
        using var decoder = New(0.7, 5);
        using var prepared = decoder.Prepare(_map);
        var points = Whole.ToPoints(Height, Width, 2, float64, CPU);
        var order = randperm(Whole.Count);
        var shuffled = new PointQueries(points.Coords.index_select(1, order), points.Cells.index_select(1, order));
        var expected = Render(0.7, 5, Whole).flatten(2).transpose(1, 2).index_select(1, order);
        Assert.That(Distance(decoder.Decode(prepared, shuffled), expected), Is.LessThan(1e-9));
    }

    [Test]
    public void The_latent_is_the_noise_of_each_place_times_the_temperature()
    {
        using var decoder = New(0.25, 5);
        if (decoder is not LinfDecoder linf)
        {
            Assert.Pass("It takes each pixel out of a patch: free points are held against the grid.");
            return;
        }

        using var prepared = decoder.Prepare(_map);
        var points = Whole.ToPoints(Height, Width, 2, float64, CPU);
        var index = arange(Whole.Count);
        var noise = PixelNoise.Normal(5, index.div(18, RoundingMode.floor), index.remainder(18), 3, float64).expand(2, Whole.Count, 3);
        var expected = linf.Sample(prepared, points, noise * 0.25);
        Assert.That(Distance(Render(0.25, 5, Whole).flatten(2).transpose(1, 2), expected), Is.LessThan(1e-9));
    }

    [Test]
    public void A_crop_of_the_image_keeps_the_texture_of_its_place()
    {
        if (name != "linf")
            Assert.Pass("It looks at the whole image: it is never cropped.");
        const int Margin = 2;
        var grid = new GridQueries(Whole.Rows.Slice(13, 6), Whole.Columns.Slice(9, 6));
        var expected = Render(0.7, 5, grid);
        using var crop = new FeatureMap(_map.Features.slice(2, Margin, Height, 1).slice(3, 1, Width, 1).contiguous(), _map.Image.slice(2, Margin, Height, 1).slice(3, 1, Width, 1).contiguous());
        using var decoder = New(0.7, 5);
        using var prepared = decoder.Prepare(crop);
        var actual = decoder.Decode(prepared, new GridQueries(grid.Rows.RelativeTo(Margin), grid.Columns.RelativeTo(1)));
        Assert.That(Distance(actual, expected), Is.LessThan(1e-9));
    }

    [Test]
    public void No_tensor_leaks_over_renders()
    {
        using var decoder = New(0.7, 5);
        var counts = Enumerable.Range(0, 5).Select(_ =>
        {
            using var prepared = decoder.Prepare(_map);
            decoder.Decode(prepared, Whole, chunk: 50).Dispose();
            return DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        }).ToList();
        Assert.That(counts, Is.All.EqualTo(counts[0]));
    }

    private Decoder New(double temperature, int seed)
    {
        random.manual_seed(20);
        var options = new LinfPatchOptions { FlowLayers = 2, NumLayer = 1, HiddenDim = 8, Temperature = temperature, Seed = seed };
        Decoder decoder = name == "linf" ? new LinfDecoder(new DecoderContext(5), options) : new LinfPatchDecoder(new DecoderContext(5), options);
        decoder.to(float64);
        return decoder;
    }

    private Tensor Render(double temperature, int seed, GridQueries grid, int chunk = Decoder.DefaultChunk)
    {
        using var decoder = New(temperature, seed);
        using var prepared = decoder.Prepare(_map);
        return decoder.Decode(prepared, grid, chunk);
    }

    private static double Distance(Tensor a, Tensor b) => (a - b).abs().max().item<double>();
}
