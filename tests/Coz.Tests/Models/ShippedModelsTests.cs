using System.Globalization;
using System.Security.Cryptography;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Plugins.Metrics;
using Coz.Plugins.Upscale;
using Coz.Tests.Support;

namespace Coz.Tests.Models;

/// <summary>samples/models: what is shipped is small, is what its cards describe, and is better than bicubic.</summary>
[TestFixture]
public sealed class ShippedModelsTests
{
    private static readonly string[] Decoders = ["liif", "lmi", "lte", "metasr"];

    [Test]
    public void There_is_one_for_each_decoder_and_all_take_at_most_8_MB()
    {
        var files = Directory.GetFiles(Repository.Path("samples", "models"), "*.safetensors").Order(StringComparer.Ordinal).ToList();
        Assert.That(files.ConvertAll(Path.GetFileName), Is.EqualTo(Decoders.Select(decoder => $"edsr-compact-{decoder}.safetensors")));
        Assert.That(files.Sum(file => new FileInfo(file).Length), Is.LessThanOrEqualTo(8_000_000));
    }

    [TestCaseSource(nameof(Decoders))]
    public void Its_card_names_the_very_file(string decoder)
    {
        Assert.That(File.ReadAllText(CardOf(decoder)), Does.Contain(Sha256(FileOf(decoder))));
    }

    [TestCaseSource(nameof(Decoders))]
    public void It_holds_the_parts_its_name_says(string decoder)
    {
        using var model = new ModelFactory(new TestParts()).Load(FileOf(decoder));
        Assert.That((model.EncoderPart?.Name, model.DecoderPart.Name), Is.EqualTo(("edsr-compact", decoder)));
    }

    // Drawn with a seed that no model was trained on. A model that learnt nothing gives noise, far below.
    [TestCaseSource(nameof(Decoders))]
    public void It_beats_bicubic_at_whole_and_other_scales(string decoder)
    {
        var parts = new TestParts();
        using var model = new ModelFactory(parts).Load(FileOf(decoder));
        using var bicubic = new ModelFactory(parts).Create(new ModelSpec { ShortName = "bicubic" });
        var source = new ProceduralSource(new ProceduralOptions { Height = 96, Width = 128, Count = 5, Seed = 7, Scales = [2, 2.7, 3, 4] });
        foreach (var images in source.List().GroupBy(pair => pair.Scale))
            Assert.That(images.Average(pair => Score(source, pair, model)), Is.GreaterThan(images.Average(pair => Score(source, pair, bicubic)) + 0.5), $"x{images.Key}");
    }

    [TestCaseSource(nameof(Decoders))]
    public void It_has_the_score_on_Set5_that_its_card_states(string decoder)
    {
        var source = new ImageFolderSource(new ImageFolderOptions { Root = SharedImages.FolderOrIgnore("Set5", "HR"), Scales = [3] });
        using var model = new ModelFactory(new TestParts()).Load(FileOf(decoder));
        var protocolY = File.ReadAllText(CardOf(decoder)).Split("Protocol `rgb`")[0];
        var stated = protocolY.Split('\n').Single(line => line.StartsWith($"| Set5 | edsr-compact + {decoder} |", StringComparison.Ordinal)).Split('|')[5];

        Assert.That(source.List().Average(pair => Score(source, pair, model)), Is.EqualTo(double.Parse(stated, CultureInfo.InvariantCulture)).Within(0.01));
    }

    [Test]
    public void Upscaling_takes_a_shipped_model_where_none_is_named() =>
        Assert.That(Decoders.Select(decoder => Sha256(FileOf(decoder))), Does.Contain(Sha256(DefaultModel.Shipped.Checkpoint!)));

    private static double Score(PairSource source, PairInfo info, SrModel model)
    {
        using var pair = source.Load(info);
        using var sr = model.Upscale(pair.Lr, pair.Grid);
        return new PsnrMetric(new PsnrOptions { Protocols = ["y"] }).Measure(sr, pair.Hr, info.Scale).Single().Value;
    }

    private static string FileOf(string decoder) => Repository.Path("samples", "models", $"edsr-compact-{decoder}.safetensors");

    private static string CardOf(string decoder) => Repository.Path("samples", "models", $"edsr-compact-{decoder}.md");

    private static string Sha256(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
