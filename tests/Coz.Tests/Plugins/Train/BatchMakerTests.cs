using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Tests.Support;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class BatchMakerTests
{
    private readonly TestParts _parts = new();

    [Test]
    public void Queries_are_different_pixels_at_the_places_and_with_the_colours_of_the_grid() => Assert.Multiple(() =>
    {
        using var scope = NewDisposeScope();
        var grid = new GridQueries(new GridAxis(9, new Rational(1, 3), new Rational(10, 23)), new GridAxis(11, new Rational(-1, 7), new Rational(10, 29)));
        var hr = rand(1, 3, 9, 11);
        using var patch = new ImagePair(new PairInfo("d", "i", 2), rand(1, 3, 5, 6), hr, grid, []);
        var sample = new PixelQueries(99, 1).Draw(default, patch, new SampleRandom(1, 2, 3));
        using var points = grid.ToPoints(5, 6, 1, float32, CPU);
        var expected = Enumerable.Range(0, 99).ToDictionary(
            i => (points.Coords[0, i, 0].item<float>(), points.Coords[0, i, 1].item<float>()),
            i => hr[0, 0, i / 11, i % 11].item<float>());
        for (var i = 0; i < 99; i++)
        {
            Assert.That(expected.Remove((sample.Coords[2 * i], sample.Coords[(2 * i) + 1]), out var red), Is.True, "a place of the grid, to the bit, once");
            Assert.That(sample.Colours[3 * i], Is.EqualTo(red));
            Assert.That(sample.Cells[(2 * i) + 1], Is.EqualTo(points.Cells[0, 0, 1].item<float>()));
        }
    });

    [Test]
    public void Patches_around_a_query_hold_what_the_bilinear_upscale_lacks_and_nothing_beyond_the_crop() => Assert.Multiple(() =>
    {
        using var scope = NewDisposeScope();
        var (lr, hr) = (rand(1, 3, 4, 4), rand(1, 3, 8, 8));
        using var patch = new ImagePair(new PairInfo("d", "i", 2), lr, hr, GridQueries.Whole(4, 4, 8, 8), []);
        var sample = new PixelQueries(64, 3).Draw(default, patch, new SampleRandom(5));
        var queries = new PointQueries(tensor(sample.Coords).view(1, 64, 2), tensor(sample.Cells).view(1, 64, 2));
        var batch = new Batch(0, [], lr, queries, tensor(sample.Colours).view(1, 64, 27), tensor(sample.Inside).view(1, 64, 9), null, []);
        var target = Targets.Of(batch, lr, queries, batch.Colours, Normalization.Symmetric);

        var normal = (hr - 0.5) / 0.5;
        using var all = GridQueries.Whole(4, 4, 8, 8).ToPoints(4, 4, 1, float32, CPU);
        var residual = normal - BilinearSkip.Sample((lr - 0.5) / 0.5, all.Coords).transpose(1, 2).view(1, 3, 8, 8);
        var padded = nn.functional.pad(residual, [1, 1, 1, 1]);
        for (var i = 0; i < 64; i++)
        {
            var (row, column) = ((int)Math.Round(((sample.Coords[2 * i] + 1) * 4) - 0.5), (int)Math.Round(((sample.Coords[(2 * i) + 1] + 1) * 4) - 0.5));
            var expected = padded.narrow(2, row, 3).narrow(3, column, 3).reshape(27);
            Assert.That((target[0, i] - expected).abs().max().item<float>(), Is.LessThan(1e-5), $"({row}, {column})");
        }
    });

    [Test]
    public void A_cascade_is_trained_with_all_stages_then_the_first_then_the_first_two() => Assert.Multiple(() =>
    {
        var options = Options() with { StageScales = [4, 4, 2], ScaleLimit = 6 };
        var source = (IPatchSource)_parts.Create(options.Data);
        var scales = Enumerable.Range(0, 30).Select(step => BatchScale.Draw(options, source, seed: 1, step)).ToList();

        Assert.That(scales.Take(6).Select(scale => scale.Stages.Count), Is.EqualTo(new[] { 3, 1, 2, 3, 1, 2 }));
        Assert.That(scales.Select(scale => scale.Total), Is.All.InRange(1, 6.0));
        Assert.That(scales.Select(scale => scale.Total!.Value), Has.Some.EqualTo(6).And.Some.LessThan(6));
        Assert.That(scales.Select(scale => scale.Stages.Aggregate(1.0, (a, b) => a * b) - scale.Total!.Value), Is.All.EqualTo(0).Within(1e-9));
        Assert.That(scales[0].Grids(8)!.Select(grid => grid.Rows.Count), Is.EqualTo(new[] { (int)Math.Round(8 * scales[0].Stages[0]), (int)Math.Round(8 * scales[0].Stages[0] * scales[0].Stages[1]) }));
        Assert.That(scales[1].Grids(8), Is.Empty);
    });

    [Test]
    public void Patches_of_a_batch_have_one_scale_if_asked_for()
    {
        using var scope = NewDisposeScope();
        foreach (var isOne in new[] { true, false })
        {
            var options = Options() with { ScalePerBatch = isOne };
            using var batch = new BatchMaker(options, (IPatchSource)_parts.Create(options.Data), [], new SampleOrder(5, 1, 4, 0, isStream: true), 0, 1).Make(0, CancellationToken.None);
            var cells = Enumerable.Range(0, 4).Select(i => batch.Queries.Cells[i, 0, 0].item<float>()).Distinct().Count();
            Assert.That(cells, isOne ? Is.EqualTo(1) : Is.GreaterThan(1));
        }
    }

    [Test]
    public void More_queries_than_a_patch_has_pixels_are_refused()
    {
        var options = Options() with { Queries = 1000 };
        var maker = new BatchMaker(options, (IPatchSource)_parts.Create(options.Data), [], new SampleOrder(5, 1, 4, 0, isStream: true), 0, 1);

        Assert.That(() => maker.Make(0, CancellationToken.None), Throws.TypeOf<UsageException>().With.Message.Contains("queries: 1000"));
    }

    [Test]
    public void A_real_pair_a_little_below_scale_1_gives_all_its_pixels_and_some_of_them_twice()
    {
        using var scope = NewDisposeScope();
        using var folder = new Support.TemporaryFolder();

        // As wide as the LR frame, and a line in twenty less high.
        CozFolder.Save(folder, "train_LR/a/1.png", TestImages.Waves(40, 30));
        CozFolder.Save(folder, "train_LR/a/2.png", TestImages.Waves(38, 31));
        var options = Options() with { Data = _parts.Bind<PairSource>("coz", new JsonObject { ["root"] = folder.FullPath }), Queries = 64 };
        var maker = new BatchMaker(options, (IPatchSource)_parts.Create(options.Data), [], new SampleOrder(1, 1, 4, 0, isStream: true), 0, 1);
        var counts = new HashSet<int>();
        for (var step = 0; step < 10; step++)
        {
            using var batch = maker.Make(step, CancellationToken.None);
            Assert.That(batch.Queries.Coords.shape, Is.EqualTo(new long[] { 4, 64, 2 }));
            for (var i = 0; i < 4; i++)
                counts.Add(Enumerable.Range(0, 64).Select(q => (batch.Queries.Coords[i, q, 0].item<float>(), batch.Queries.Coords[i, q, 1].item<float>())).Distinct().Count());
        }

        // 7 or 8 rows, 8 or 9 columns.
        Assert.That(counts, Is.SubsetOf(new[] { 56, 63, 64 }));
        Assert.That(counts, Has.Member(56));
    }

    private TrainOptions Options() => new()
    {
        Data = _parts.Bind<PairSource>("procedural", new JsonObject { ["height"] = 64, ["width"] = 64, ["scale_max"] = 3 }),
        Batch = 4,
        Patch = 8,
        Queries = 32,
    };
}
