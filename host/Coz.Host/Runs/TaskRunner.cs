using Coz.Contracts;
using Coz.Host.Experiments;
using Coz.Host.Parts;
using Coz.Host.Plugins;

namespace Coz.Host.Runs;

/// <summary>Runs the task of an experiment, with its folder, events, lock and control.</summary>
/// <param name="settings">Says where runs/ lies.</param>
/// <param name="catalog">The plugins.</param>
/// <param name="parts">Constructs the task.</param>
public sealed class TaskRunner(HostSettings settings, PluginCatalog catalog, PartFactory parts)
{
    /// <summary>Constructs the task and lets it check that it can be started.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <returns>The task.</returns>
    /// <exception cref="ExperimentException">It cannot be started: all reasons are named.</exception>
    public ExperimentTask Prepare(Experiment experiment) => Prepare(experiment, task => task.Validate());

    /// <summary>Asks the task what a run would do, and whether it can be started.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The task's plan, and what keeps it from being started; a task that plans nothing has no such faults.</returns>
    /// <exception cref="ExperimentException">A task that plans nothing cannot be started: all reasons are named.</exception>
    public (IReadOnlyList<TableEvent> Plan, IReadOnlyList<string> Faults) Plan(Experiment experiment, CancellationToken cancellationToken)
    {
        var task = (ExperimentTask)parts.Create("task", experiment.TaskName, experiment.TaskOptions);
        var plan = task.Plan(experiment.Seed, cancellationToken);
        IReadOnlyList<string> faults = [.. task.Validate()];
        return plan.Count > 0 || faults.Count == 0 ? (plan, faults) : throw new ExperimentException([.. faults]);
    }

    /// <summary>Runs an experiment in a folder of its own.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="observer">Sees every event.</param>
    /// <param name="onStarted">Is told the run's folder before the task starts.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>How it ended; faults of the task are in it, not thrown.</returns>
    /// <exception cref="CozException">It cannot be started.</exception>
    public async Task<RunOutcome> RunAsync(Experiment experiment, Action<RunEvent> observer, Action<RunFolder> onStarted, CancellationToken cancellationToken)
    {
        var task = Prepare(experiment);
        var folder = RunFolder.Create(Path.Combine(settings.Root, "runs"), experiment);
        using var hold = folder.Hold();
        return await RunAsync(task, experiment, folder, observer, onStarted, cancellationToken);
    }

    /// <summary>Lets a run that was interrupted, stopped or has failed go on in its folder. What was done stays done as far as its task keeps it there.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="experiment">Its experiment.</param>
    /// <param name="observer">Sees every event.</param>
    /// <param name="onStarted">Is told the run's folder before the task starts.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>How it ended; faults of the task are in it, not thrown.</returns>
    /// <exception cref="CozException">It cannot be started, or has not ended.</exception>
    public async Task<RunOutcome> ResumeAsync(RunFolder folder, Experiment experiment, Action<RunEvent> observer, Action<RunFolder> onStarted, CancellationToken cancellationToken)
    {
        var task = Prepare(experiment, task => task.ValidateResume(folder.Path));
        using var hold = folder.Reclaim();
        return await RunAsync(task, experiment, folder, observer, onStarted, cancellationToken);
    }

    /// <summary>Runs a tool's task without a folder: what it makes goes where its options say.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="observer">Sees every event.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>How it ended.</returns>
    public Task<RunOutcome> RunToolAsync(Experiment experiment, Action<RunEvent> observer, CancellationToken cancellationToken) =>
        RunAsync(Prepare(experiment), experiment, null, Environment.CurrentDirectory, observer, cancellationToken);

    private ExperimentTask Prepare(Experiment experiment, Func<ExperimentTask, IEnumerable<string>> check)
    {
        var task = (ExperimentTask)parts.Create("task", experiment.TaskName, experiment.TaskOptions);
        var faults = check(task).ToList();
        return faults.Count == 0 ? task : throw new ExperimentException(faults);
    }

    private async Task<RunOutcome> RunAsync(ExperimentTask task, Experiment experiment, RunFolder folder, Action<RunEvent> observer, Action<RunFolder> onStarted, CancellationToken cancellationToken)
    {
        RunFolder.Write(folder.NextEnvironmentFile(), RunEnvironment.Describe(settings, catalog, experiment));
        onStarted(folder);
        var outcome = await RunAsync(task, experiment, folder, folder.Path, observer, cancellationToken);
        if (outcome.Result is not null)
            RunFolder.Write(folder.ResultFile, outcome.ToJson());
        return outcome;
    }

    private static async Task<RunOutcome> RunAsync(ExperimentTask task, Experiment experiment, RunFolder? folder, string path, Action<RunEvent> observer, CancellationToken cancellationToken)
    {
        using var log = new EventLog(folder?.Events, observer);
        using var control = new RunControl(folder, cancellationToken);
        log.Publish(new StateEvent(RunState.Running));
        var outcome = await RunGuardedAsync(task, new RunContext(path, experiment, log, control), folder?.Path, control.Token);
        if (outcome.Fault is { } fault)
            log.Publish(new FaultEvent(fault.Text, IsFatal: true, fault.Detail));
        log.Publish(new StateEvent(outcome.State));
        return outcome.ToOutcome();
    }

    private static async Task<Ending> RunGuardedAsync(ExperimentTask task, RunContext context, string? folder, CancellationToken cancellationToken)
    {
        try
        {
            return new Ending(RunState.Completed, folder, await task.RunAsync(context, cancellationToken), null, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Ending(RunState.Stopped, folder, null, null, false);
        }
        catch (CozException e)
        {
            return new Ending(RunState.Failed, folder, null, (e.Message, e.ToString()), e is UsageException);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Ending(RunState.Failed, folder, null, (e.Message, e.ToString()), false);
        }
#pragma warning disable CA1031 // A plugin may throw anything; the run records it and the host goes on.
        catch (Exception e)
        {
            var advice = folder is null ? "" : $" The trace is in {Path.Combine(folder, "events.jsonl")}.";
            return new Ending(RunState.Failed, folder, null, ($"The task failed unexpectedly: {e.GetType().Name}: {FirstLine.Of(e)}{advice}", e.ToString()), false);
        }
#pragma warning restore CA1031
    }

    private sealed record Ending(RunState State, string? Folder, TaskResult? Result, (string Text, string Detail)? Fault, bool IsMisuse)
    {
        public RunOutcome ToOutcome() => new(State, Folder, Result, Fault?.Text, IsMisuse);
    }
}
