using Coz.Contracts;
using Coz.Plugins.Upscale;
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
        var tiled = await runs.UpscaleAsync(options with { Memory = "170MiB", Output = folder.Path("tiled.png") });

        Assert.That((long)whole.Json["pictures"]![0]!["tiles"]!, Is.EqualTo(1));
        Assert.That((long)tiled.Json["pictures"]![0]!["predicted_bytes"]!, Is.LessThanOrEqualTo(170L << 20));
        Assert.That(Photo.SamplesOf(folder.Path("tiled.png")).Zip(Photo.SamplesOf(folder.Path("whole.png")), (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1));
    }

    [Test]
    public void A_prediction_grows_with_all_that_takes_memory()
    {
        var model = new MemoryModel(1000, 1e6);
        var shape = new Coz.Plugins.Upscale.Tiling.TileShape(Coz.Contracts.Models.GridQueries.Whole(1000, 1500, 4000, 6000), 1000, 1500, 36);
        var plain = new RenderWork(false, false, false, new PictureSize(1500, 1000), 3, 3);
        long Predict(int side, RenderWork work) => model.Predict(shape.OfSide(side), work);

        Assert.That(Predict(300, plain), Is.LessThan(Predict(600, plain)));
        Assert.That(Predict(600, plain), Is.LessThan(model.Predict(shape.Whole, plain with { HasAlpha = true })));
        Assert.That(model.Predict(shape.Whole, plain), Is.LessThan(model.Predict(shape.Whole, plain with { IsEnsemble = true })));
        Assert.That(Predict(600, plain), Is.LessThan(Predict(600, plain with { ResultBytes = 8 })));
    }
}
