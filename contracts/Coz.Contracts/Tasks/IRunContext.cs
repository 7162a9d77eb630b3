namespace Coz.Contracts;

/// <summary>What a run gives its task.</summary>
public interface IRunContext
{
    /// <summary>The run's folder: absolute, existing. All that a run writes for itself goes there.</summary>
    string Folder { get; }

    /// <summary>The seed that everything random derives from.</summary>
    int Seed { get; }

    /// <summary>The device that tensors live on: <c>cpu</c> or <c>cuda</c>.</summary>
    string Device { get; }

    /// <summary>Records an event and shows it to whoever follows the run. Safe from any thread; its order within a thread is kept.</summary>
    /// <param name="runEvent">The event; its time is set if it has none.</param>
    void Publish(RunEvent runEvent);

    /// <summary>The pause gate: a task calls it between two steps; it returns at once unless the run is paused.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the run goes on.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped while it waited.</exception>
    ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Pauses the run by its task's own wish, until somebody lets it go on: a device needs a hand. By default, where nobody could, it
    /// only waits while the run is paused by others.
    /// </summary>
    /// <param name="reason">One line: what is wrong, and what to do before the run goes on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the run goes on.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped while it waited.</exception>
    ValueTask PauseAsync(string reason, CancellationToken cancellationToken)
    {
        Publish(new MessageEvent(reason, IsWarning: true));
        return WaitWhilePausedAsync(cancellationToken);
    }
}
