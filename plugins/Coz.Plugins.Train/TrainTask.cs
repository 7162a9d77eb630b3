using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// Trains an encoder and a decoder on patches of a pair source. Goes on where it stopped if the run's folder holds a state of it, bit
/// for bit as if it had not been interrupted.
/// </summary>
/// <param name="options">What to train, on what, and how.</param>
/// <param name="parts">The available parts.</param>
[Plugin("train", Summary = "Trains an encoder and a decoder on LR-HR patches")]
public sealed class TrainTask(TrainOptions options, IPartFactory parts) : ExperimentTask
{
    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => TrainChecks.Faults(options, parts);

    /// <inheritdoc/>
    public override IEnumerable<string> ValidateResume(string folder) => TrainChecks.Faults(options, parts, StateStore.Has(folder));

    /// <inheritdoc/>
    public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken)
    {
        // The checks of the run itself say all that is wrong.
        if (Validate().Any())
            return [];
        var row = TrainingPlan.Row(options, parts, Sources.Patches(options, parts).Count, options.Batch, seed, cancellationToken);
        return [new TableEvent("What the run would take, by one measured step", TrainingPlan.Columns, [TrainingPlan.Cells(row)])];
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        // One thread for all steps: libtorch keeps its own threads beside each thread that calls it.
        return await Task.Factory.StartNew(
            () =>
            {
                using var trainer = new Trainer(options, parts, run);
                return trainer.Run(cancellationToken);
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
