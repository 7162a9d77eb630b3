using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host.Runs;

namespace Coz.Console.Commands;

/// <summary>coz runs: the runs of this project, and going on with one.</summary>
internal static class RunsCommand
{
    private const int Shown = 50;

    private static readonly Argument<string> Run = new("run") { Description = "Its id, its experiment and id, its folder, or its experiment alone: the newest." };

    public static Command Create()
    {
        var list = new Command("list", "List the runs, the newest first.");
        list.SetAction(List);
        var show = new Command("show", "Show a run: its state, and its result.") { Run };
        show.SetAction(Show);
        var resume = new Command("resume", "Go on with a run that was interrupted, stopped or has failed.") { Run };
        resume.SetAction(ResumeAsync);
        var stop = new Command("stop", "Ask a run to stop; it keeps what it has.") { Run };
        stop.SetAction(Stop);
        return new Command("runs", "List, show, resume and stop runs.") { list, show, resume, stop };
    }

    private static int List(ParseResult parsed)
    {
        var runs = new RunIndex(ProjectRoot.Find()).List();
        if (parsed.GetValue(SharedOptions.Json))
        {
            Json.Write(new JsonObject { ["runs"] = new JsonArray([.. runs.Select(run => ToJson(RunIndex.Summarise(run)))]) });
            return 0;
        }

        RunReporter.Write(new TableEvent(runs.Count > Shown ? $"The newest {Shown} of {runs.Count} runs" : "", ["run", "state", "started", "progress"],
        [
            .. runs.Take(Shown).Select(RunIndex.Summarise).Select(run => new[]
            {
                RunIndex.NameOf(run.Folder), run.State, run.Started?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "", run.Progress,
            }),
        ]));
        return 0;
    }

    private static int Show(ParseResult parsed)
    {
        var run = RunIndex.Summarise(new RunIndex(ProjectRoot.Find()).Find(parsed.GetValue(Run)!));
        var json = ToJson(run);
        json["result"] = RunIndex.ResultOf(run.Folder);
        if (parsed.GetValue(SharedOptions.Json))
        {
            Json.Write(json);
            return 0;
        }

        System.Console.Out.WriteLine($"{RunIndex.NameOf(run.Folder)}: {run.State}{(run.Progress.Length > 0 ? $", {run.Progress}" : "")}");
        System.Console.Out.WriteLine($"folder: {run.Folder.Path}");
        if (json["result"] is { } result)
            System.Console.Out.WriteLine($"result: {result.ToJsonString()}");
        return 0;
    }

    private static async Task<int> ResumeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var host = SharedOptions.Host(parsed);
        if (SharedOptions.Settings(parsed).Count > 0)
            throw new UsageException("A run goes on as it was begun, without --set; to change it, start a new one with 'coz run' and 'init' set to its checkpoint.");
        var folder = host.Runs.Find(parsed.GetValue(Run)!);
        return await TaskVerb.RunAsync(host, [host.BindStored(folder)], _ => folder, parsed.GetValue(SharedOptions.Json), cancellationToken);
    }

    private static int Stop(ParseResult parsed)
    {
        var folder = new RunIndex(ProjectRoot.Find()).Find(parsed.GetValue(Run)!);
        if (!RunLock.IsHeld(folder))
            throw new UsageException($"The run {RunIndex.NameOf(folder)} does not go on: there is nothing to stop.");
        WholeFile.Write(folder.Control, "stop");
        System.Console.Error.WriteLine($"coz: asked {RunIndex.NameOf(folder)} to stop");
        return 0;
    }

    private static JsonObject ToJson(RunSummary run) => new()
    {
        ["experiment"] = run.Experiment,
        ["id"] = run.Folder.Id,
        ["folder"] = run.Folder.Path,
        ["state"] = run.State,
        ["started"] = run.Started?.ToString("O", CultureInfo.InvariantCulture),
        ["progress"] = run.Progress,
    };
}
