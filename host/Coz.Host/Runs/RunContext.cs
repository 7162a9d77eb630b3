using Coz.Contracts;
using Coz.Host.Experiments;

namespace Coz.Host.Runs;

/// <summary>What a run gives its task.</summary>
/// <param name="folder">The run's folder, absolute.</param>
/// <param name="experiment">The experiment.</param>
/// <param name="log">Where events go.</param>
/// <param name="control">The pause gate.</param>
public sealed class RunContext(string folder, Experiment experiment, EventLog log, RunControl control) : IRunContext
{
    /// <inheritdoc/>
    public string Folder { get; } = folder;

    /// <inheritdoc/>
    public int Seed => experiment.Seed;

    /// <inheritdoc/>
    public string Device => experiment.Device;

    /// <inheritdoc/>
    public void Publish(RunEvent runEvent) => log.Publish(runEvent);

    /// <inheritdoc/>
    public async ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!control.IsPaused)
            return;
        Publish(new StateEvent(RunState.Paused));
        await control.WaitAsync(cancellationToken);
        Publish(new StateEvent(RunState.Running));
    }

    /// <inheritdoc/>
    public async ValueTask PauseAsync(string reason, CancellationToken cancellationToken)
    {
        if (!control.CanBeSteered)
            throw new CozException($"{reason} It would pause here, but a run without a folder cannot be told to go on: it ends.");

        // Before anybody is told: whoever answers the first word of it with 'resume' must find the gate closed.
        control.Pause();
        Publish(new FaultEvent(reason, IsFatal: false));
        Publish(new MessageEvent($"The run is paused: write 'resume' into {Path.Combine(Folder, "control")} to go on, 'stop' to end it.", IsWarning: true));
        await WaitWhilePausedAsync(cancellationToken);
    }
}
