using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Host.Runs;

/// <summary>How a run ended.</summary>
/// <param name="State">Completed, Stopped or Failed.</param>
/// <param name="Folder">The run's folder; null for a run without one.</param>
/// <param name="Result">The task's result; null unless it completed.</param>
/// <param name="Fault">Why it failed, in a line; null if it did not.</param>
/// <param name="IsMisuse">True if the fault lies in what was asked for.</param>
public sealed record RunOutcome(RunState State, string? Folder, TaskResult? Result, string? Fault = null, bool IsMisuse = false)
{
    /// <summary>The process's exit code: 0 done, 1 failed, 2 wrong use.</summary>
    public int ExitCode => State == RunState.Completed && Result?.Succeeded == true ? 0 : IsMisuse ? 2 : 1;

    /// <summary>The document that --json prints: the run's folder, then the task's result.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Folder is not null)
            json["run"] = Folder;
        foreach (var (key, value) in Result?.Json ?? [])
            json[key] = value?.DeepClone();
        if (Fault is not null)
            json["error"] = Fault;
        if (State != RunState.Completed)
            json["state"] = State.ToString().ToLowerInvariant();
        return json;
    }
}
