namespace Coz.Contracts;

/// <summary>
/// What an experiment does: benchmark, train, capture, ... One instance runs once. Its options are those of the section
/// <c>task</c>, and, marked with <see cref="SectionAttribute"/>, further sections of the experiment.
/// </summary>
[PluginKind("task")]
public abstract class ExperimentTask
{
    /// <summary>
    /// Checks, without doing any of it, that the work can be started: files exist, names resolve. Options themselves have been
    /// validated before. Called by <c>coz validate</c>, and before every run.
    /// </summary>
    /// <returns>One message a fault; empty when all is well.</returns>
    public virtual IEnumerable<string> Validate() => [];

    /// <summary>Says what the work will be, without doing any of it: shown by <c>coz run --dry-run</c>. Called after <see cref="Validate"/>.</summary>
    /// <returns>A table a reader understands; null if there is nothing to say beyond the experiment itself.</returns>
    public virtual TableEvent? Plan() => null;

    /// <summary>Does the work.</summary>
    /// <param name="run">The run: its folder, seed and device, and where its events go.</param>
    /// <param name="cancellationToken">Signalled when the run is to stop; the task then ends soon with <see cref="OperationCanceledException"/>, leaving whole files only.</param>
    /// <returns>The result, which a command with <c>--json</c> prints.</returns>
    /// <exception cref="CozException">The work failed for a reason the user can mend.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public abstract Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken);
}
