using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// The table of the COZ paper: trains every encoder with every decoder, tests each at eight scales, and sets our numbers beside the
/// paper's. Each training has a folder of its own in the run's, with its scores once it was tested: a run that is resumed goes on in the
/// training it was in.
/// </summary>
/// <param name="options">What is trained, on what, and how.</param>
/// <param name="parts">The available parts.</param>
[Plugin("coz-table", Summary = "The COZ paper's table: trains every encoder with every decoder, tests them, and sets the paper's numbers beside")]
public sealed class CozTableTask(CozTableOptions options, IPartFactory parts) : ExperimentTask
{
    private const int PlanShare = 4;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var fault in TrainChecks.Faults(Trainings()[0].Options, parts))
            yield return fault;
        if (TrainChecks.FaultOf(() => parts.Create(options.Test).List()) is { } test)
            yield return $"test: {test}";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken)
    {
        var scenes = TrainChecks.FaultOf(() => Source.Count) is null ? Source.Count : options.PlannedScenes;
        var rows = Trainings().Select(training => TrainingPlan.Row(training.Options, parts, scenes, Math.Max(1, options.Batch / PlanShare), seed, cancellationToken)).ToList();
        IReadOnlyList<string> total = ["all", string.Create(CultureInfo.InvariantCulture, $"{rows.Count} trainings"), "", rows.Sum(row => row.Steps).ToString("N0", CultureInfo.InvariantCulture), "", "", rows.Sum(row => row.Hours).ToString("F0", CultureInfo.InvariantCulture)];
        return
        [
            new TableEvent(
                string.Create(CultureInfo.InvariantCulture, $"The plan: {rows.Count} trainings on {scenes} scenes, tested at {Names(TestedScales())}; hours by a measured step of a {PlanShare}th of a batch"),
                TrainingPlan.Columns,
                [.. rows.Select(TrainingPlan.Cells), total]),
        ];
    }

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(run, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    // Without the data, those that the paper has.
    private IReadOnlyList<double> TestedScales()
    {
        IReadOnlyList<double> scales = [];
        return TrainChecks.FaultOf(() => scales = [.. parts.Create(options.Test).List().Select(pair => pair.Scale).Distinct().Order()]) is null ? scales : PaperTable.Scales;
    }

    private static string Names(IEnumerable<double> scales) => string.Join(", ", scales.Select(scale => string.Create(CultureInfo.InvariantCulture, $"x{scale}")));

    private IPatchSource Source => Sources.Patches(Trainings()[0].Options, parts);

    private IReadOnlyList<TableTraining> Trainings()
    {
        var encoders = options.Encoders.Zip(TableTraining.Labels(options.Encoders.Select(part => part.Name)));
        var decoders = options.Decoders.Zip(TableTraining.Labels(options.Decoders.Select(part => part.Name)), (part, label) => (part, label, Loss: LossOf(part))).ToList();
        return [.. from encoder in encoders from decoder in decoders select new TableTraining(encoder.Second, decoder.label, options.Training(encoder.First, decoder.part, decoder.Loss))];
    }

    private Part<TrainingLoss> LossOf(Part<Decoder> decoder)
    {
        var own = parts.Bind<TrainingLoss>("own");
        using var module = parts.Create(decoder, DecoderContext.Example);
        return parts.Create(own).FaultOf(module) is null ? own : parts.Bind<TrainingLoss>("l1");
    }

    private TaskResult Run(IRunContext run, CancellationToken cancellationToken)
    {
        var trainings = Trainings();
        var metric = parts.Create(options.Metric ?? parts.Bind<Metric>("psnr", new JsonObject { ["protocols"] = new JsonArray("coz") }));
        var test = new ImageValidator(parts.Create(options.Test), metric, new TorchSharp.torch.Device(run.Device));
        if (PaperTable.Scales.Except(test.Scales).ToList() is { Count: > 0 } missing)
            run.Publish(new MessageEvent(string.Create(CultureInfo.InvariantCulture, $"the test data has no pair at {Names(missing)}: of the paper's scales these are left out of the table"), IsWarning: true));
        var results = new List<TableRow>();
        foreach (var training in trainings)
        {
            run.Publish(new ProgressEvent("table", results.Count, trainings.Count, training.Name));
            var own = new NestedRun(run, training.Name);
            var scores = RowScores.Read(own.Folder, test.Protocol) ?? TrainAndTest(training, own, test, cancellationToken);
            results.Add(new TableRow(training.Encoder, training.Decoder, scores));
        }

        run.Publish(new ProgressEvent("table", results.Count, trainings.Count, "done"));
        run.Publish(TableRow.Table(results, test.Protocol));
        return new TaskResult(new JsonObject { ["protocol"] = test.Protocol, ["rows"] = new JsonArray([.. results.SelectMany(row => row.ToJson())]) });
    }

    private IReadOnlyList<ScaleScore> TrainAndTest(TableTraining training, NestedRun own, ImageValidator test, CancellationToken cancellationToken)
    {
        using (var trainer = new Trainer(training.Options, parts, own))
            trainer.Run(cancellationToken);
        using var model = new ModelFactory(parts).Load(Path.Combine(own.Folder, Checkpoints.Folder, Checkpoints.Last), name: training.Name).To(own.Device);
        var scores = test.Run(model, (_, _) => { }, cancellationToken);
        RowScores.Write(own.Folder, test.Protocol, scores);
        return scores;
    }
}
