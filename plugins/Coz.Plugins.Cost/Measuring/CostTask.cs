using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>
/// Measures what an encoder and a decoder take, in rounds: the machine's peak P, encoder, prepare, the points path, the grid path, and
/// a training step if asked for. Each part is timed in the same round as P, so that a machine that slows down slows both.
/// </summary>
[Plugin("cost", Summary = "Measure an encoder and a decoder: seconds, and W = seconds x the machine's peak")]
public sealed class CostTask(CostOptions options, IPartFactory parts) : ExperimentTask
{
    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        if (run.Device != "cpu")
            throw new UsageException($"cost measures the processor: W is seconds times its peak; got device {run.Device}.");
        var factory = new ModelFactory(parts);
        var spec = new ModelSpec { Encoder = options.Encoder, Decoder = options.Decoder };
        using var inference = new InferenceCost(factory.Create(spec, run.Seed), LrSize.Parse(options.Size)!.Value, options.Scale, run.Seed);
        using var training = options.Train ? new TrainingCost(factory.Create(spec, run.Seed), options.Scale, run.Seed) : null;
        var rounds = new List<CostRound>();
        for (var round = 0; round <= options.Rounds; round++)
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            run.Publish(new ProgressEvent("cost", round, options.Rounds + 1, round == 0 ? "warm-up" : $"round {round}"));
            rounds.Add(Round(inference, training, cancellationToken));
        }

        run.Publish(new ProgressEvent("cost", options.Rounds + 1, options.Rounds + 1, "done"));
        var report = new CostReport(options, rounds[1..]);
        run.Publish(report.ToTable());
        return new TaskResult(report.ToJson());
    }

    private CostRound Round(InferenceCost inference, TrainingCost? training, CancellationToken cancellationToken)
    {
        var peak = Peak.FmaPeak.Measure();
        var (map, encode) = inference.Encode();
        using var encoded = map;
        cancellationToken.ThrowIfCancellationRequested();
        var prepare = inference.Prepare(map);
        double? points = options.Paths is not CostPaths.Grid && inference.HasPoints ? inference.Points(map) : null;
        cancellationToken.ThrowIfCancellationRequested();
        double? grid = options.Paths is not CostPaths.Points ? inference.Grid(map) : null;
        cancellationToken.ThrowIfCancellationRequested();
        return new CostRound(peak, encode, prepare, points, grid, training?.Step());
    }
}
