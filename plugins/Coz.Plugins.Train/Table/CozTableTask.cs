using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// The table of the COZ paper: trains every encoder with every decoder, tests each at eight scales, and sets our numbers beside the
/// paper's. Each training has a folder of its own in the run's and goes on from there when the run is resumed.
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
        foreach (var fault in TrainChecks.Faults(options.Training(options.Encoders[0], options.Decoders[0], LossOf(options.Decoders[0])), parts))
            yield return fault;
        if (TrainChecks.FaultOf(() => parts.Create(options.Test).List()) is { } test)
            yield return $"test: {test}";
    }

    /// <inheritdoc/>
    public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken)
    {
        var scenes = TrainChecks.FaultOf(() => Source.Count) is null ? Source.Count : options.PlannedScenes;
        var rows = Trainings().Select(training => TrainingPlan.Row(training, parts, scenes, Math.Max(1, options.Batch / PlanShare), seed, cancellationToken)).ToList();
        IReadOnlyList<string> total = ["all", string.Create(CultureInfo.InvariantCulture, $"{rows.Count} trainings"), "", rows.Sum(row => row.Steps).ToString("N0", CultureInfo.InvariantCulture), "", "", rows.Sum(row => row.Hours).ToString("F0", CultureInfo.InvariantCulture)];
        return
        [
            new TableEvent(
                string.Create(CultureInfo.InvariantCulture, $"The plan: {rows.Count} trainings on {scenes} scenes, tested at x{string.Join(", x", PaperTable.Scales)}; hours by a measured step of a {PlanShare}th of a batch"),
                TrainingPlan.Columns,
                [.. rows.Select(TrainingPlan.Cells), total]),
        ];
    }

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() => Run(run, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private IPatchSource Source => Sources.Patches(Trainings().First(), parts);

    private IEnumerable<TrainOptions> Trainings() =>
        from encoder in options.Encoders from decoder in options.Decoders select options.Training(encoder, decoder, LossOf(decoder));

    private Part<TrainingLoss> LossOf(Part<Decoder> decoder)
    {
        using var module = parts.Create(decoder, DecoderContext.Example);
        return parts.Bind<TrainingLoss>(module is ITrainingLoss ? "own" : "l1");
    }

    private TaskResult Run(IRunContext run, CancellationToken cancellationToken)
    {
        var trainings = Trainings().ToList();
        var metric = parts.Create(options.Metric ?? parts.Bind<Metric>("psnr", new JsonObject { ["protocols"] = new JsonArray("coz") }));
        var test = new ImageValidator(parts.Create(options.Test), metric, new TorchSharp.torch.Device(run.Device));
        var results = new List<TableRow>();
        foreach (var training in trainings)
        {
            var name = $"{training.Encoder!.Name}+{training.Decoder!.Name}";
            run.Publish(new ProgressEvent("table", results.Count, trainings.Count, name));
            var own = new NestedRun(run, name);
            using (var trainer = new Trainer(training, parts, own))
                trainer.Run(cancellationToken);
            using var model = new ModelFactory(parts).Load(Path.Combine(own.Folder, Checkpoints.Folder, "last.safetensors"), name: name).To(run.Device);
            results.Add(new TableRow(training.Encoder.Name, training.Decoder.Name, test.Run(model, (_, _) => { }, cancellationToken)));
        }

        run.Publish(new ProgressEvent("table", results.Count, trainings.Count, "done"));
        run.Publish(TableRow.Table(results, test.Protocol));
        return new TaskResult(new JsonObject { ["protocol"] = test.Protocol, ["rows"] = new JsonArray([.. results.SelectMany(row => row.ToJson())]) });
    }
}
