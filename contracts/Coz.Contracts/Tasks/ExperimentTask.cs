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

    /// <summary>
    /// Checks, in place of <see cref="Validate"/>, that a run which was interrupted can go on: what it keeps in its folder may stand for a
    /// file it was started from.
    /// </summary>
    /// <param name="folder">The run's folder, absolute.</param>
    /// <returns>One message a fault; empty when all is well.</returns>
    public virtual IEnumerable<string> ValidateResume(string folder) => Validate();

    /// <summary>
    /// Says what a run would do, for <c>coz run --dry-run</c>: how many steps, how long. May compute for a minute or two to know; writes
    /// nothing. Called before <see cref="Validate"/>, so that a plan can be made where data is still missing.
    /// </summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Tables for the reader; empty for a task that has nothing to plan.</returns>
    /// <exception cref="CozException">No plan can be made.</exception>
    public virtual IReadOnlyList<TableEvent> Plan(int seed, CancellationToken cancellationToken) => [];

    /// <summary>Does the work.</summary>
    /// <param name="run">The run: its folder, seed and device, and where its events go.</param>
    /// <param name="cancellationToken">Signalled when the run is to stop; the task then ends soon with <see cref="OperationCanceledException"/>, leaving whole files only.</param>
    /// <returns>The result, which a command with <c>--json</c> prints.</returns>
    /// <exception cref="CozException">The work failed for a reason the user can mend.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public abstract Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken);
}
