using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>A run that is only planned: it has a seed and a device, and says nothing.</summary>
internal sealed class PlanRun(int seed) : IRunContext
{
    /// <inheritdoc/>
    public string Folder => Environment.CurrentDirectory;

    /// <inheritdoc/>
    public int Seed => seed;

    /// <inheritdoc/>
    public string Device => "cpu";

    /// <inheritdoc/>
    public void Publish(RunEvent runEvent)
    {
    }

    /// <inheritdoc/>
    public ValueTask WaitWhilePausedAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
