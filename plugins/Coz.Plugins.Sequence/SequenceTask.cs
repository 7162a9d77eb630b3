using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Sequence;

/// <summary>
/// Runs several tasks one after another in one run. They share the run's folder: what one leaves there under a documented name (a capture's
/// <c>session</c>, an alignment's <c>alignment</c>) the next one finds, so that no task needs to know another.
/// </summary>
/// <param name="options">The tasks.</param>
/// <param name="parts">Constructs them.</param>
[Plugin("sequence", Summary = "Runs several tasks one after another in one run and one folder")]
public sealed class SequenceTask(SequenceOptions options, IPartFactory parts) : ExperimentTask
{
    private const string Work = "sequence";

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => options.Steps.SelectMany(step => Create(step).Validate().Select(fault => $"{step.Name}: {fault}"));

    /// <inheritdoc/>
    public override IEnumerable<string> ValidateResume(string folder) => options.Steps.SelectMany(step => Create(step).ValidateResume(folder).Select(fault => $"{step.Name}: {fault}"));

    /// <inheritdoc/>
    public override IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken) => [.. options.Steps.SelectMany(step => Create(step).Plan(seed, cancellationToken))];

    /// <summary>Runs the tasks. Their results are laid over each other: of a key that several have, the last one's counts.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The results as one; the sequence ends at a task that has done its work in part only.</returns>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var json = new JsonObject();
        for (var i = 0; i < options.Steps.Count; i++)
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            run.Publish(new ProgressEvent(Work, i, options.Steps.Count, options.Steps[i].Name));
            var result = await Create(options.Steps[i]).RunAsync(run, cancellationToken);
            foreach (var (key, value) in result.Json)
                json[key] = value?.DeepClone();
            if (!result.Succeeded)
                return new TaskResult(json, Succeeded: false);
        }

        run.Publish(new ProgressEvent(Work, options.Steps.Count, options.Steps.Count, "done"));
        return new TaskResult(json);
    }

    private ExperimentTask Create(Part<ExperimentTask> step) => parts.Create(step);
}
