using System.Text.Json.Nodes;
using Coz.Tests.CommandLine;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Capture;

/// <summary>What a lab types.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class RigVerbTests
{
    private static readonly string Capture = Repository.Path("samples", "experiments", "capture-simulated.json");

    [TestCase("camera:name=nikon", "there is no camera 'nikon'")]
    [TestCase("task:from=10", "outside the lens's travel of 18 to 150 mm")]
    [TestCase("camera:widht=100", "did you mean 'width'?")]
    [TestCase("camera:scene=/nowhere.jpg", "/nowhere.jpg does not exist")]
    [TestCase("task:calibration=/nowhere.json", "The calibrate task writes one")]
    [TestCase("task:stands_at=x", "task:stands_at")]
    [TestCase("task:retries=-1", "task:retries")]
    public void Bad_rig_json_fails_in_validate(string setting, string message)
    {
        using var folder = new TemporaryFolder();
        var (code, _, errors) = CozProcess.Run(folder.FullPath, ["validate", Capture, "--set", setting]);

        Assert.That(code, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain(message));
    }

    [Test]
    public void Every_sample_of_a_rig_is_valid_but_for_its_missing_captures()
    {
        using var folder = new TemporaryFolder();
        foreach (var sample in new[] { "capture-simulated", "calibrate-simulated", "rig-to-dataset" })
            Assert.That(CozProcess.Run(folder.FullPath, ["validate", Repository.Path("samples", "experiments", sample + ".json")]).Code, Is.Zero, sample);
        foreach (var rig in new[] { "simulated-25-150", "simulated-bad-night" })
        {
            File.WriteAllText(folder.Path($"{rig}.json"), $$"""{ "extends": "{{Repository.Path("samples", "rigs", rig + ".json")}}", "task": { "name": "capture", "from": 35, "to": 140 } }""");
            Assert.That(CozProcess.Run(folder.FullPath, ["validate", $"{rig}.json"]).Code, Is.Zero, rig);
        }

        Assert.That(CozProcess.Run(folder.FullPath, ["validate", Repository.Path("samples", "experiments", "capture-folder.json")]).Errors, Does.Contain("does not exist"));
        Assert.That(CozProcess.Run(folder.FullPath, ["validate", Repository.Path("samples", "experiments", "align.json")]).Errors, Does.Contain("is no capture session"));
        Assert.That(CozProcess.Run(folder.FullPath, ["validate", Repository.Path("samples", "experiments", "build-dataset.json")]).Errors, Does.Contain("task:alignments: there is no folder"));
    }

    [Test]
    public void Rig_to_dataset_captures_aligns_scores_and_builds_in_one_command()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["run", Repository.Path("samples", "experiments", "rig-to-dataset.json"), "--json", "--set", "camera:width=640", "--set", "task:steps:0:frames=3"]);
        Assert.That(code, Is.Zero, errors);
        var result = JsonNode.Parse(output)!;
        var hasIndex = File.Exists(Path.Combine((string)result["dataset"]!, "index.json"));
        Directory.Delete((string)result["run"]!, recursive: true);

        Assert.That(hasIndex);
        Assert.That((int)result["frames"]!, Is.EqualTo(3));
        Assert.That(result["pairs"]!.AsArray().Select(pair => (double)pair!["scale"]!), Is.EqualTo(new[] { 2.0, 4 }).Within(5).Percent);
        Assert.That(result["pairs"]!.AsArray().Select(pair => (bool)pair!["accepted"]!), Is.All.True);
        foreach (var pair in result["pairs"]!.AsArray())
        {
            Assert.That(pair!["reasons"]!.AsArray(), Is.Empty);
            Assert.That((double)pair["true_p95"]!, Is.LessThan(0.1));
            Assert.That((double)pair["estimate_p95"]!, Is.GreaterThan(0));
        }
    }

    [Test]
    public void A_dry_run_prints_every_step()
    {
        using var folder = new TemporaryFolder();
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["run", Capture, "--dry-run", "--json"]);

        Assert.That(code, Is.Zero, errors);
        Assert.That(JsonNode.Parse(output)!["plans"]![0]!["rows"]!.AsArray(), Has.Count.EqualTo(8));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.FullPath), Is.Empty);
    }

    [TestCase("cameras", "simulated", "folder")]
    [TestCase("lenses", "simulated", "folder")]
    public void Drivers_are_listed(string kind, params string[] names)
    {
        using var folder = new TemporaryFolder();
        var (_, output, _) = CozProcess.Run(folder.FullPath, ["list", kind, "--json"]);

        Assert.That(JsonNode.Parse(output)!.AsArray().Select(part => (string?)part!["name"]), Is.SupersetOf(names));
    }

    [Test]
    public void Plugins_test_runs_the_checks_of_a_driver()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("rig.json"), """{ "camera": { "name": "simulated", "width": 64 }, "lens": { "name": "simulated" } }""");
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["plugins", "test", "coz.simulated-rig", "--config", "rig.json", "--json"]);
        var result = JsonNode.Parse(output)!;

        Assert.That(code, Is.Zero, errors + output);
        Assert.That((int)result["failed"]!, Is.Zero);
        Assert.That(result["checks"]!.AsArray().Select(check => (string)check!["part"]!).Distinct(), Is.EquivalentTo(new[] { "camera/simulated", "lens/simulated" }));
        Assert.That((int)result["passed"]!, Is.GreaterThan(25));
    }

    [Test]
    public void Plugins_test_says_what_it_cannot_try()
    {
        using var folder = new TemporaryFolder();

        var (code, _, errors) = CozProcess.Run(folder.FullPath, ["plugins", "test", "coz.metrics"]);
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.Contain("no camera, lens or aligner"));
        Assert.That(CozProcess.Run(folder.FullPath, ["plugins", "test", "coz.simulatd-rig"]).Errors, Does.Contain("did you mean 'coz.simulated-rig'?"));
    }

    [Test]
    public void Plugins_test_names_what_a_driver_misses_before_it_tries_it()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("rig.json"), """{ "camera": { "name": "folder", "folder": "nowhere" } }""");
        var (code, _, errors) = CozProcess.Run(folder.FullPath, ["plugins", "test", "coz.folder-rig", "--config", "rig.json"]);

        Assert.That(code, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain("nowhere does not exist"));
    }

    [Test]
    public void Plugins_test_exits_with_1_when_a_check_fails()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Path("rig.json"), """{ "camera": { "name": "simulated", "width": 64, "faults": { "damage_at": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] } } }""");
        var (code, output, errors) = CozProcess.Run(folder.FullPath, ["plugins", "test", "coz.simulated-rig", "--config", "rig.json", "--json"]);

        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(JsonNode.Parse(output)!["checks"]!.AsArray().Where(check => (string?)check!["outcome"] == "failed").Select(check => (string?)check!["check"]), Is.EqualTo(new[] { "What_is_transferred_is_a_whole_image_file" }));
    }
}
