using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.BadPlugins;

/// <summary>A task that does nothing, well.</summary>
public abstract class IdleTask : ExperimentTask
{
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken) => Task.FromResult(new TaskResult(new JsonObject()));
}
