using System.Text.Json.Nodes;
using Coz.Tests.Support;

namespace Coz.Tests.CommandLine;

[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class VerbTests
{
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void MakeExperiment()
    {
        _folder = new TemporaryFolder();
        File.WriteAllText(_folder.Path("good.json"), """{ "task": { "name": "benchmark" }, "models": ["bicubic"], "data": { "source": "procedural", "count": 1, "height": 48, "width": 48, "scales": [2] } }""");
    }

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase("list")]
    [TestCase("list", "decoders")]
    [TestCase("show", "good.json")]
    [TestCase("validate", "good.json")]
    [TestCase("run", "good.json", "--dry-run")]
    [TestCase("plugins", "list")]
    [TestCase("runs", "list")]
    [TestCase("describe", "--encoder", "edsr-baseline", "--decoder", "lmi")]
    [TestCase("describe", "--metric", "psnr")]
    [TestCase("describe", "--all")]
    [TestCase("cost", "--peak")]
    [TestCase("cost", "--decoder", "liif", "--size", "12x10", "--scale", "2.7", "--rounds", "1", "--set", "decoder:hidden_list=8")]
    public void With_json_standard_output_is_one_document(params string[] arguments)
    {
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, [.. arguments, "--json"]);

        Assert.That(code, Is.Zero, errors);
        Assert.That(JsonNode.Parse(output), Is.Not.Null);
    }

    [Test]
    public void Quickstart_benchmarks_the_shipped_models_upscales_a_picture_and_answers_with_one_document()
    {
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, ["quickstart", "--json", "--set", "data:count=1", "--set", "data:scales=2.7", "--set", "task:plots=false"]);

        Assert.That(code, Is.Zero, errors);
        var result = JsonNode.Parse(output)!;
        Directory.Delete((string)result["run"]!, recursive: true);
        Directory.Delete((string)result["upscale"]!["run"]!, recursive: true);
        var models = result["rows"]!.AsArray().Where(row => (string?)row!["metric"] == "psnr" && (string?)row["protocol"] == "y").Select(row => (string)row!["decoder"]!);
        Assert.That(models, Is.EqualTo(new[] { "nearest", "bilinear", "bicubic", "metasr", "liif", "lte", "lmi" }));
        Assert.That(File.Exists((string)result["upscale"]!["pictures"]![0]!["output"]!));
    }

    [Test]
    public void The_shipped_models_are_benchmarked_on_any_folder_with_one_row_for_each_decoder_scale_and_protocol()
    {
        using var folder = new TemporaryFolder();
        CozFolder.Save(folder, "photos/a.png", TestImages.Waves(48, 60, 1));
        var (code, output, errors) = CozProcess.Run(folder.FullPath,
            ["run", Repository.Path("samples", "experiments", "benchmark-shipped.json"), "--set", "data:root=photos", "--set", "data:scales=2,2.7", "--set", "task:plots=false", "--json"]);

        Assert.That(code, Is.Zero, errors);
        var result = JsonNode.Parse(output)!;
        Directory.Delete((string)result["run"]!, recursive: true);
        var rows = result["rows"]!.AsArray().Select(row => ((string)row!["decoder"]!, (double)row["scale"]!, (string)row["protocol"]!)).ToList();
        Assert.That(rows, Is.EquivalentTo(
            from decoder in new[] { "bicubic", "metasr", "liif", "lte", "lmi" } from scale in new[] { 2, 2.7 } from protocol in new[] { "y", "rgb" } select (decoder, scale, protocol)));
    }

    [Test]
    public void A_sample_that_a_training_leaves_out_is_told_on_the_terminal()
    {
        using var folder = new TemporaryFolder();
        CozFolder.Save(folder, "photos/a.png", TestImages.Waves(40, 40, 1));
        File.WriteAllText(folder.Path("photos", "broken.png"), "no image");
        File.WriteAllText(folder.Path("train.json"), """
            {
              "task": { "name": "train", "steps": 1, "batch": 2, "patch": 8, "queries": 16, "on_data_fault": "skip" },
              "encoder": { "name": "edsr-baseline", "n_resblocks": 0, "n_feats": 8 },
              "decoder": "metasr",
              "data": { "source": "image-folder", "root": "photos", "scale_max": 2 }
            }
            """);
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["run", "train.json", "--json"]);

        Assert.That(code, Is.Zero, errors);
        Directory.Delete((string)JsonNode.Parse(output)!["run"]!, recursive: true);
        Assert.That(errors, Does.Contain("fault: ").And.Contain("broken.png"));
    }

    [Test]
    public void Data_check_and_data_pack_tell_what_they_found_and_fail_on_a_damaged_file()
    {
        using var folder = new TemporaryFolder();
        CozFolder.Write(folder, scenes: 1);
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["data", "check", ".", "--json"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That((bool)JsonNode.Parse(output)!["sound"]!);
        (code, output, errors) = CozProcess.Run(folder.FullPath, ["data", "pack", "train_LR", "--out", "store", "--json"]);
        Assert.That(code, Is.Zero, errors);
        Assert.That((int)JsonNode.Parse(output)!["packed"]!, Is.EqualTo(3));
        File.WriteAllText(folder.Path("train_LR", "scene1", "damaged.png"), "no image");
        (code, output, errors) = CozProcess.Run(folder.FullPath, ["data", "check", ".", "--json"]);
        Assert.That(code, Is.EqualTo(1));
        Assert.That((string)JsonNode.Parse(output)!["faults"]![0]!["fault"]!, Does.Contain("damaged.png"));
        Assert.That(errors, Does.Contain("damaged.png"));
        Assert.That(CozProcess.Run(folder.FullPath, ["data", "check", "none"]).Code, Is.EqualTo(2));
    }

    [Test]
    public void Describe_counts_parameters_on_the_modules_and_cites_the_paper()
    {
        var result = JsonNode.Parse(CozProcess.Run(_folder.FullPath, ["describe", "--encoder", "edsr-baseline", "--decoder", "lmi", "--json"]).Output)!;

        Assert.That((long)result["decoder"]!["parameters"]!, Is.EqualTo(87859));
        Assert.That((long)result["encoder"]!["parameters"]!, Is.EqualTo(1220440));
        Assert.That((long)result["encoder"]!["trainable"]!, Is.EqualTo(1220416));
        Assert.That((string?)result["decoder"]!["paper"], Does.Contain("Local Mix Implicit"));
    }

    [TestCase("lit", "", 5328651)]
    [TestCase("clit", "stages=2", 10509070)]
    [TestCase("clit", "stages=3", 15689489)]
    public void Describe_takes_the_decoders_options(string decoder, string option, long expected)
    {
        string[] set = option.Length > 0 ? ["--set", $"decoder:{option}"] : [];
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, ["describe", "--decoder", decoder, "--json", .. set]);

        Assert.That(code, Is.Zero, errors);
        Assert.That((long)JsonNode.Parse(output)!["decoder"]!["parameters"]!, Is.EqualTo(expected));
        Assert.That(JsonNode.Parse(output)!["decoder"]!["explanation"]!.AsArray(), Has.Count.EqualTo(5));
    }

    [Test]
    public void Describe_all_has_every_decoder_of_the_catalogue_and_writes_them_where_it_is_told()
    {
        var names = JsonNode.Parse(CozProcess.Run(_folder.FullPath, ["list", "decoders", "--json"]).Output)!.AsArray().Select(part => (string?)part!["name"]);
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, ["describe", "--all", "--out", "models.md"]);
        var markdown = File.ReadAllText(_folder.Path("models.md"));

        Assert.That(code, Is.Zero, errors);
        foreach (var name in names)
        {
            Assert.That(output, Does.Match($@"\| {name} +\|"));
            Assert.That(markdown, Does.Contain($"\n## {name}\n"));
        }
    }

    [Test]
    public void Describe_all_names_a_decoder_that_cannot_be_constructed_and_goes_on()
    {
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, ["describe", "--all", "--json", "--plugin", Path.Combine(Repository.BadPlugins, "throws")]);
        var result = JsonNode.Parse(output)!;

        Assert.That(code, Is.Zero, errors);
        Assert.That(result["decoders"]!.AsArray().Select(decoder => (string?)decoder!["name"]), Does.Contain("lmi").And.Contain("srno").And.Not.Contain("throws"));
        Assert.That((string?)result["failed"]!.AsArray().Single()!["reason"], Does.Contain("This constructor always throws"));
        Assert.That(errors.Split('\n').Where(line => line.Contains("bad.throws", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(1), errors);
    }

    [Test]
    public void Variables_meant_for_experiments_leave_tools_alone() =>
        Assert.That(CozProcess.Run(_folder.FullPath, ["describe", "--metric", "psnr"], ("COZ__DATA__ROOT", "x")).Code, Is.Zero);

    [Test]
    [Platform("Linux")]
    public void Listing_loads_no_libtorch()
    {
        var (code, _, errors) = CozProcess.Run(_folder.FullPath, ["list", "--json"], ("LD_DEBUG", "files"));

        Assert.That(code, Is.Zero);
        Assert.That(errors, Does.Contain("libcoreclr.so").And.Not.Contain("libtorch").And.Not.Contain("LibTorchSharp"));
    }

    [Test]
    public void The_doctor_names_a_plugin_that_kills_the_process_and_goes_on()
    {
        var (code, output, errors) = CozProcess.Run(_folder.FullPath, ["plugins", "doctor", "--json", "--plugin", Repository.BadPlugins]);
        var plugins = JsonNode.Parse(output)!["plugins"]!.AsArray().ToDictionary(plugin => (string)plugin!["id"]!, plugin => plugin!);

        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That((string?)plugins["bad.kills"]["status"], Is.EqualTo("Broken"));
        Assert.That((string?)plugins["bad.kills"]["cause"], Does.Contain("ended with exit code 77 while it was constructed"));
        Assert.That((string?)plugins["bad.throws"]["cause"], Does.Contain("This constructor always throws"));
        Assert.That(plugins.Where(plugin => plugin.Key.StartsWith("coz.", StringComparison.Ordinal)).Select(plugin => (string?)plugin.Value["status"]), Is.All.EqualTo("Active"));
        Assert.That((string?)plugins["bad.good"]["status"], Is.EqualTo("Active"));
    }
}
