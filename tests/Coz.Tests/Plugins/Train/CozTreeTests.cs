using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Benchmark;
using Coz.Plugins.Data;
using Coz.Plugins.Train;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class CozTreeTests
{
    private readonly TestParts _parts = new();

    [Test]
    public async Task A_COZ_shaped_tree_is_checked_trained_on_and_tested_in_both_modes()
    {
        using var folder = new Support.TemporaryFolder();

        // Test images of 120x180: on those that are not square the released reshape mixes the border in.
        CozFolder.Write(folder, scenes: 3);
        var check = await new DataCheckTask(new DataCheckOptions { Root = folder.FullPath }).RunAsync(new TestRun(folder.Path("run", "x")[..^2]), CancellationToken.None);
        Assert.That(check.Succeeded, check.Json.ToJsonString());
        foreach (var mode in new[] { "official", "exact" })
        {
            var run = new TestRun(folder.Path($"train-{mode}", "x")[..^2]);
            var validation = mode == "exact" ? Source(folder, mode, new JsonObject { ["split"] = "held-out", ["hold_out"] = 1, ["scales"] = new JsonArray(1.67, 2.5) }) : null;
            var task = new TrainTask(Options(Source(folder, mode, new JsonObject { ["hold_out"] = 1 }), validation), _parts);
            Assert.That(task.Validate(), Is.Empty);
            var trained = await task.RunAsync(run, CancellationToken.None);
            Assert.That((long)trained.Json["steps"]!, Is.EqualTo(4));
            Assert.That(TrainingFixture.Series(run, "train/loss").Values, Is.All.GreaterThan(0).And.All.LessThan(1));

            var rows = await Benchmark(folder, mode, Path.Combine(run.Folder, "checkpoints", "last.safetensors"));
            Assert.That(rows.Keys, Is.EquivalentTo(from scale in new[] { 2, 3 } from protocol in new[] { "coz", "coz-released" } select (scale, protocol)));
            foreach (var scale in new[] { 2, 3 })
                Assert.That(rows[(scale, "coz-released")], Is.Not.EqualTo(rows[(scale, "coz")]).Within(1e-4), $"{mode}, x{scale}");
        }
    }

    private static TrainOptions Options(Part<PairSource> data, Part<PairSource>? validation)
    {
        using var fixture = new TrainingFixture();
        return fixture.Options(4) with { Data = data, Validation = validation };
    }

    private Part<PairSource> Source(Support.TemporaryFolder folder, string mode, JsonObject options)
    {
        (options["root"], options["mode"]) = (folder.FullPath, mode);
        return _parts.Bind<PairSource>("coz", options);
    }

    private async Task<Dictionary<(int Scale, string Protocol), double>> Benchmark(Support.TemporaryFolder folder, string mode, string checkpoint)
    {
        var options = new BenchmarkOptions
        {
            Models = [ModelSpec.FromShortForm(checkpoint, folder.FullPath)],
            Data = Source(folder, mode, new JsonObject { ["scales"] = new JsonArray(2, 3) }),
            Metrics = [_parts.Bind<Metric>("psnr", new JsonObject { ["protocols"] = new JsonArray("coz", "coz-released") })],
            Plots = false,
        };
        var result = await new BenchmarkTask(options, _parts).RunAsync(new TestRun(folder.Path($"benchmark-{mode}", "x")[..^2]), CancellationToken.None);
        return result.Json["rows"]!.AsArray().ToDictionary(row => ((int)(double)row!["scale"]!, (string)row["protocol"]!), row => (double)row!["value"]!);
    }
}
