using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Plans trainings: a row each.</summary>
internal static class TrainingPlan
{
    public static readonly IReadOnlyList<string> Columns = ["encoder", "decoder", "parameters", "steps", "epochs", "s/step here", "hours here"];

    public static TrainingPlanRow Row(TrainOptions options, IPartFactory parts, int images, int batch, int seed, CancellationToken cancellationToken)
    {
        var order = new SampleOrder(images, options.Repeat, options.Batch, seed, options.Steps is not null);
        var steps = options.Steps ?? (options.Epochs!.Value * order.StepsPerEpoch);
        var (seconds, parameters) = StepTimer.Measure(options, parts, new PlanRun(seed), batch, cancellationToken);
        return new TrainingPlanRow(options.Encoder?.Name ?? "-", options.Decoder?.Name ?? "-", parameters, steps, order.EpochAt(steps), seconds);
    }

    public static IReadOnlyList<string> Cells(TrainingPlanRow row) =>
    [
        row.Encoder, row.Decoder, row.Parameters.ToString("N0", CultureInfo.InvariantCulture), row.Steps.ToString("N0", CultureInfo.InvariantCulture),
        row.Epochs.ToString("0.#", CultureInfo.InvariantCulture), row.Seconds.ToString("G3", CultureInfo.InvariantCulture), row.Hours.ToString("G3", CultureInfo.InvariantCulture),
    ];
}
