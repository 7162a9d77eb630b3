using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Train;

/// <summary>
/// What the offsets that the released code drops cost: the same small model trained on the same scenes with known sub-pixel offsets, in mode
/// exact and in mode official. tests/exact-against-official.sh runs it; its numbers are in docs/training.md. COZ_STEPS says how many steps
/// (400 by default), COZ_SEEDS how many data sets and seeds (2).
/// </summary>
[Explicit("an experiment of minutes: tests/exact-against-official.sh")]
public sealed class ExactAgainstOfficial
{
    private static readonly TestParts Parts = new();

    [Test]
    public void Mode_exact_trains_to_the_better_score()
    {
        var steps = Number("COZ_STEPS", 400);
        var gains = new List<double>();
        for (var seed = 0; seed < Number("COZ_SEEDS", 2); seed++)
        {
            using var folder = new TemporaryFolder();
            SubPixelScenes.Write(folder.FullPath, train: 8, test: 3, side: 48, seed);
            var means = new Dictionary<string, double>();
            using (var bicubic = new ModelFactory(Parts).Create(ModelSpec.FromShortForm("bicubic", "")))
                means["bicubic"] = Score(folder.FullPath, bicubic, $"seed {seed}, bicubic");
            foreach (var mode in new[] { "official", "exact" })
            {
                using var model = Train(folder, mode, steps, seed);
                means[mode] = Score(folder.FullPath, model, $"seed {seed}, {steps} steps in mode {mode}");
            }

            gains.Add(means["exact"] - means["official"]);
        }

        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"exact above official: {string.Join(", ", gains.Select(gain => gain.ToString("F2", CultureInfo.InvariantCulture)))} dB"));
        Assert.That(gains, Is.All.GreaterThan(0.1));
    }

    private static SrModel Train(TemporaryFolder folder, string mode, int steps, int seed)
    {
        var run = new TestRun(folder.Path(mode, "x")[..^2]) { Seed = seed };
        var options = new TrainOptions
        {
            Encoder = Parts.Bind<Encoder>("edsr-compact", new JsonObject { ["n_resblocks"] = 2 }),
            Decoder = Parts.Bind<Decoder>("metasr"),
            Data = Parts.Bind<PairSource>("coz", new JsonObject { ["root"] = folder.FullPath, ["mode"] = mode }),
            Optimizer = new Coz.Plugins.Train.OptimizerOptions { Rate = 1e-3 },
            Schedule = Parts.Bind<Schedule>("cosine", new JsonObject { ["floor"] = 0.01 }),
            Steps = steps,
            Batch = 8,
            Patch = 24,
            Queries = 576,
            Clip = 1,
            SaveEvery = steps,
            Tensorboard = false,
        };
        using (var trainer = new Trainer(options, Parts, run))
            trainer.Run(CancellationToken.None);
        return new ModelFactory(Parts).Load(Path.Combine(run.Folder, "checkpoints", "last.safetensors"));
    }

    // Both models are asked for the pixels where they are, and for those that the released code takes them for.
    private static double Score(string root, SrModel model, string what)
    {
        var means = new List<double>();
        foreach (var mode in new[] { "exact", "official" })
        {
            var source = Parts.Create(Parts.Bind<PairSource>("coz", new JsonObject { ["root"] = root, ["mode"] = mode, ["scales"] = new JsonArray(2, 3, 4) }));
            var metric = Parts.Create(Parts.Bind<Metric>("psnr", new JsonObject { ["protocols"] = new JsonArray("coz") }));
            var scores = new ImageValidator(source, metric, CPU).Run(model, (_, _) => { }, CancellationToken.None);
            means.Add(scores.Average(score => score.Value));
            TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, tested in mode {mode}: {string.Join(", ", scores.Select(score => $"{score.Name} {score.Value.ToString("F2", CultureInfo.InvariantCulture)}"))}, mean {means[^1]:F2} dB"));
        }

        return means[0];
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
