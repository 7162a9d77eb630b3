using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.TestPlugins.Walk;

/// <summary>Walks some steps, and says so at each.</summary>
[Plugin("walk", Summary = "Walks some steps")]
public sealed class WalkTask(WalkOptions options) : ExperimentTask
{
    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var heard = options.Deaf ? CancellationToken.None : cancellationToken;
        run.Publish(new MessageEvent($"walking {options.Steps} steps"));
        for (var step = 1; step <= options.Steps; step++)
        {
            await run.WaitWhilePausedAsync(heard);
            await Task.Delay(options.StepTime, heard);
            if (step == options.FailAt)
                throw new CozException($"task:fail_at: stumbled at step {step}; take another.");
            if (step == 2)
                run.Publish(new MessageEvent("the second step is steep", IsWarning: true));
            run.Publish(new ProgressEvent("walk", step, options.Steps, $"step {step}"));
        }

        run.Publish(new TableEvent("the way", ["leg", "steps"], [["all", options.Steps.ToString(CultureInfo.InvariantCulture)]]));
        return new TaskResult(new JsonObject { ["steps"] = options.Steps });
    }
}
