using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Train;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Train;

/// <summary>A training of a model so small that a step takes milliseconds, in a folder of its own.</summary>
internal sealed class TrainingFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _runs;

    public TestParts Parts { get; } = new();

    public TrainOptions Options(long steps = 12) => new()
    {
        Encoder = Parts.Bind<Encoder>("edsr-baseline", new JsonObject { ["n_resblocks"] = 1, ["n_feats"] = 8 }),
        Decoder = Parts.Bind<Decoder>("lte", new JsonObject { ["hidden_dim"] = 16 }),
        Data = Parts.Bind<PairSource>("procedural", new JsonObject { ["height"] = 64, ["width"] = 64, ["count"] = 5, ["scale_max"] = 2 }),
        Validation = Parts.Bind<PairSource>("procedural", new JsonObject { ["height"] = 48, ["width"] = 48, ["count"] = 2, ["scales"] = new JsonArray(2, 3) }),
        Optimizer = new OptimizerOptions { Rate = 1e-3 },
        Steps = steps,
        Batch = 3,
        Patch = 8,
        Queries = 40,
        ValidateEvery = 4,
        SaveEvery = 3,
        LogEvery = 1,
    };

    public TestRun NewRun() => new(_folder.Path($"run-{_runs++}", "x")[..^2]);

    public TaskResult Train(TrainOptions options, TestRun run, IPartFactory? parts = null, CancellationToken cancellationToken = default)
    {
        using var trainer = new Trainer(options, parts ?? Parts, run);
        return trainer.Run(cancellationToken);
    }

    /// <summary>Trains, and stops after a step.</summary>
    public void TrainUntil(long step, TrainOptions options, TestRun run)
    {
        using var stop = new CancellationTokenSource();
        run.Observer = runEvent =>
        {
            if (runEvent is ScalarEvent { Name: "train/rate" } rate && rate.Step >= step)
                stop.Cancel();
        };
        Assert.That(() => Train(options, run, cancellationToken: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        run.Observer = null;
    }

    public static byte[] Checkpoint(TestRun run, string name = "last") => File.ReadAllBytes(Path.Combine(run.Folder, "checkpoints", name + ".safetensors"));

    /// <summary>A series of scalars, the last value said of a step.</summary>
    public static SortedDictionary<long, double> Series(TestRun run, string name)
    {
        var series = new SortedDictionary<long, double>();
        foreach (var scalar in run.Events.OfType<ScalarEvent>().Where(scalar => scalar.Name == name))
            series[scalar.Step] = scalar.Value;
        return series;
    }

    public void Dispose() => _folder.Dispose();
}
