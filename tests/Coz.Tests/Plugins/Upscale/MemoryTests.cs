using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Pictures;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Upscale;

[TestFixture]
public sealed class MemoryTests
{
    [TestCase("2GiB", 2L << 30)]
    [TestCase("500MiB", 500L << 20)]
    [TestCase("1.5 gib", 3L << 29)]
    [TestCase("2GB", 2_000_000_000L)]
    public void Amounts_are_read(string text, long expected) => Assert.That(MemorySize.Parse(text), Is.EqualTo(expected));

    [TestCase("2")]
    [TestCase("0MiB")]
    [TestCase("-1GiB")]
    [TestCase("GiB")]
    [TestCase("2GiBs")]
    [TestCase("9999999TiB")]
    public void Amounts_that_are_none_are_refused(string text) =>
        Assert.That((new UpscaleOptions { Input = "a", Output = "b", Scale = 2, Memory = text }).Validate().Single(), Does.Contain($"got '{text}'"));

    [Test]
    public void Too_little_memory_is_refused_with_what_is_needed()
    {
        using var folder = new TemporaryFolder();
        var runs = new UpscaleRuns(folder);
        Photo.Of(300, 300).WriteToFile(folder.Path("in.png"));

        Assert.That(async () => await runs.UpscaleAsync(runs.Options("in.png", "out.png") with { Memory = "1MiB" }), Throws.InstanceOf<CozException>().With.Message.Contains("needs at least").And.Message.Contains("allows 1 MiB"));
    }

    [Test]
    public async Task Less_memory_makes_more_tiles_of_the_same_picture()
    {
        using var folder = new TemporaryFolder();
        var runs = new UpscaleRuns(folder);
        Photo.Of(400, 300).WriteToFile(folder.Path("in.png"));
        var options = runs.Options("in.png", "whole.png") with { Model = UpscaleRuns.Tiny("liif", new() { ["hidden_list"] = new System.Text.Json.Nodes.JsonArray(8) }) };
        var whole = await runs.UpscaleAsync(options with { Memory = "2GiB" });
        var less = (long)whole.Json["pictures"]![0]!["predicted_bytes"]! - (4L << 20);
        var tiled = await runs.UpscaleAsync(options with { Memory = $"{less / 1024}KiB", Output = folder.Path("tiled.png") });

        Assert.That((long)whole.Json["pictures"]![0]!["tiles"]!, Is.EqualTo(1));
        Assert.That((long)tiled.Json["pictures"]![0]!["tiles"]!, Is.GreaterThan(1));
        Assert.That((long)tiled.Json["pictures"]![0]!["predicted_bytes"]!, Is.LessThanOrEqualTo(less));
        Assert.That(Photo.SamplesOf(folder.Path("tiled.png")).Zip(Photo.SamplesOf(folder.Path("whole.png")), (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void A_prediction_grows_with_all_that_takes_memory()
    {
        var model = new MemoryModel(1000, 1e6);
        var shape = new Coz.Plugins.Upscale.Tiling.TileShape(GridQueries.Whole(1000, 1500, 4000, 6000), 1000, 1500, 36);
        var plain = new RenderWork(false, false, false, new PictureSize(1500, 1000), 3, 3);
        long Predict(int side, RenderWork work) => model.Predict(shape.OfSide(side), work);

        Assert.That(Predict(300, plain), Is.LessThan(Predict(600, plain)));
        Assert.That(Predict(600, plain), Is.LessThan(model.Predict(shape.Whole, plain with { HasAlpha = true })));
        Assert.That(model.Predict(shape.Whole, plain), Is.LessThan(model.Predict(shape.Whole, plain with { IsEnsemble = true })));
        Assert.That(Predict(600, plain), Is.LessThan(Predict(600, plain with { ResultBytes = 8 })));
        Assert.That(Predict(600, plain with { EncoderBytes = 1 << 30 }), Is.EqualTo(Predict(600, plain) + (1L << 30)));
        Assert.That(model.Predict(shape.Whole, plain), Is.LessThan((model with { PerSquaredLrPixel = 0.001 }).Predict(shape.Whole, plain)));
        var whole = plain with { IsWholeSet = true };
        Assert.That(model.Predict(shape.Whole, whole), Is.LessThan((model with { PerRenderedPixel = 1000 }).Predict(shape.Whole, whole)));
    }

    [Test]
    public void A_file_whose_encoder_holds_it_all_is_refused_before_the_work_where_it_is_too_large()
    {
        using var folder = new TemporaryFolder();
        var runs = new UpscaleRuns(folder);
        Photo.Of(300, 300).WriteToFile(folder.Path("in.png"));

        Assert.That(
            async () => await runs.UpscaleAsync(runs.Options("in.png", "out.webp") with { Scale = 20, Memory = "200MiB" }),
            Throws.InstanceOf<CozException>().With.Message.Contains("for the encoder of WebP").And.Message.Contains("--format png"));
    }

    [Test]
    public void A_tile_of_margins_alone_is_refused_with_the_smallest_that_is_none()
    {
        using var folder = new TemporaryFolder();
        var runs = new UpscaleRuns(folder);
        Photo.Of(30, 20).WriteToFile(folder.Path("in.png"));

        // Bicubic looks two pixels far.
        Assert.That(async () => await runs.UpscaleAsync(runs.Options("in.png", "out.png") with { Tile = 6 }), Throws.InstanceOf<UsageException>().With.Message.Contains("has 7 pixels a side at least").And.Message.Contains("got 6"));
        Assert.That(async () => await runs.UpscaleAsync(runs.Options("in.png", "out.png") with { Tile = 7 }), Throws.Nothing);
    }

    [Test]
    public void Bands_and_windows_fit_an_array_whatever_memory_there_is()
    {
        using var bicubic = new ModelFactory(new TestParts()).Create(UpscaleRuns.Bicubic);
        var source = new PictureSize(40_000, 30_000);
        var job = new Job("in.png", "out.png", PictureFormat.Png, 1, source, new PictureSize(80_000, 60_000));
        var work = new RenderWork(IsEnsemble: false, IsWholeSet: false, HasAlpha: true, source, SourceBytes: 8, ResultBytes: 8);
        var planner = new TilePlanner(bicubic, 1L << 50, 0, _ => new MemoryModel(1, 0));
        var plan = planner.Of(job, work).Plan;

        Assert.That(8L * work.BandRows(plan) * 80_000, Is.LessThanOrEqualTo(Array.MaxLength));
        Assert.That(8L * plan.WindowPixels, Is.LessThanOrEqualTo(Array.MaxLength));
        Assert.That(() => new TilePlanner(bicubic, 1L << 50, 20_000, _ => new MemoryModel(1, 0)).Of(job, work), Throws.InstanceOf<UsageException>().With.Message.Contains("more than 2 GiB"));
    }
}
