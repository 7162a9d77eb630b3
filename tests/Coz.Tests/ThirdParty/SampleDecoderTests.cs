using System.Reflection;
using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Tests.ThirdParty;

[Category("ThirdParty")]
public sealed class SampleDecoderTests
{
    private const int Channels = 6;
    private ThirdPartyBuild _build = null!;
    private string _plugin = "";

    [OneTimeSetUp]
    public void BuildTheSample()
    {
        _build = new ThirdPartyBuild();
        _plugin = _build.Build(Repository.Path("samples", "Coz.Samples.Decoder"));
    }

    [OneTimeTearDown]
    public void DeleteIt() => _build.Dispose();

    [Test]
    public void The_sample_builds_outside_the_tree_to_a_folder_with_nothing_that_the_host_shares() =>
        Assert.That(
            Directory.EnumerateFiles(_plugin, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_plugin, f)),
            Is.EquivalentTo(new[] { "Coz.Samples.Decoder.dll", "Coz.Samples.Decoder.pdb", "Coz.Samples.Decoder.deps.json", "plugin.json" }));

    [Test]
    public void Its_manifest_says_what_it_provides_and_what_it_was_built_against()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(_plugin, "plugin.json")))!;
        var expected = JsonNode.Parse("""
            {
              "id": "samples.decoder",
              "version": "1.0.0",
              "contracts": { "Coz.Contracts": "[1.0.0-preview,2.0)", "Coz.Contracts.Models": "[1.0.0-preview,2.0)", "Coz.Toolkit": "[1.0.0-preview,2.0)" },
              "torchsharp": "0.107.0",
              "target_framework": "net10.0",
              "runtime_ids": [],
              "entry": "Coz.Samples.Decoder.dll",
              "license": "MIT",
              "citation": "",
              "provides": [{ "kind": "decoder", "name": "sample", "summary": "One hidden layer over the nearest feature, position and cell, on a bilinear image" }]
            }
            """);
        Assert.That(JsonNode.DeepEquals(manifest, expected), Is.True, manifest.ToJsonString());
    }

    [Test]
    public void Its_grid_goes_by_the_toolkits_kernels_and_gives_what_float64_points_give([Values] bool hasSkip)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        using var decoder = New(hasSkip);
        using var map = new FeatureMap(randn(2, Channels, 5, 7), randn(2, 3, 5, 7));
        foreach (var grid in Grids.Over(5, 7))
        {
            Tensor onGrid;
            using (var runs = new KernelRuns())
            {
                using var prepared = decoder.Prepare(map);
                onGrid = decoder.Decode(prepared, grid);
                Assert.That(runs.Count, Is.EqualTo(2), "an image, a run");
            }

            decoder.to(ScalarType.Float64);
            using var wide = new FeatureMap(map.Features.to(float64), map.Image.to(float64));
            using var preparedWide = decoder.Prepare(wide);
            var expected = decoder.Decode(preparedWide, grid.ToPoints(5, 7, 2, float64, CPU));
            decoder.to(ScalarType.Float32);
            var distance = (onGrid.flatten(2).transpose(1, 2).to(float64) - expected).abs().max().item<double>();
            Assert.That(distance, Is.LessThan(1e-5 * expected.std().item<double>()), $"{grid}");
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void It_gets_its_row_beside_the_others_without_an_edit_anywhere(bool isDropped)
    {
        using var elsewhere = new TemporaryFolder();
        using var dropped = isDropped ? new DroppedPlugin(_plugin) : null;
        string[] found = isDropped ? [] : ["--plugins", "none", "--plugin", _plugin];
        var output = DotNet.Run(
            elsewhere.FullPath,
            new Dictionary<string, string>(),
            [
                Path.Combine(AppContext.BaseDirectory, "coz.dll"), "run", Repository.Path("samples", "experiments", "quickstart.json"), "--json",
                "--set", "models=bicubic,edsr-baseline+sample", "--set", "data:count=1", "--set", "data:scales=2.7", "--set", "task:plots=false",
                "--plugin", Repository.Plugins, .. found,
            ]);
        var result = JsonNode.Parse(output)!;
        Directory.Delete((string)result["run"]!, recursive: true);

        var rows = result["rows"]!.AsArray().Where(row => (string?)row!["metric"] == "psnr" && (string?)row["protocol"] == "y").ToList();
        Assert.That(rows.Select(row => (string?)row!["model"]), Is.EqualTo(new[] { "bicubic", "edsr-baseline+sample" }));
        Assert.That((string?)rows[1]!["encoder"], Is.EqualTo("edsr-baseline"));
        Assert.That((string?)rows[1]!["decoder"], Is.EqualTo("sample"));
        Assert.That((bool?)rows[1]!["trained"], Is.False);
        Assert.That((double)rows[1]!["value"]!, Is.InRange(0.0, 60.0));
    }

    private Decoder New(bool hasSkip)
    {
        var sample = Assembly.LoadFrom(Path.Combine(_plugin, "Coz.Samples.Decoder.dll"));
        var optionsType = sample.GetType("Coz.Samples.SampleOptions")!;
        var options = Activator.CreateInstance(optionsType)!;
        optionsType.GetProperty("Skip")!.SetValue(options, hasSkip);
        random.manual_seed(1);
        return (Decoder)Activator.CreateInstance(sample.GetType("Coz.Samples.SampleDecoder")!, new DecoderContext(Channels), options)!;
    }

    /// <summary>A copy of a plugin under the repository's plugins/, as a user drops one in; deleted afterwards.</summary>
    private sealed class DroppedPlugin : IDisposable
    {
        private readonly string _folder = Repository.Path("plugins", $"dropped-by-a-test-{Guid.NewGuid():N}");

        public DroppedPlugin(string plugin)
        {
            Directory.CreateDirectory(_folder);
            foreach (var file in Directory.EnumerateFiles(plugin))
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
