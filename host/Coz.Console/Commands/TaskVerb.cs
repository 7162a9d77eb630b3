using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Experiments;
using Coz.Host.Runs;

namespace Coz.Console.Commands;

/// <summary>What the verbs that run a task share: showing it, and reporting how it ended.</summary>
internal static class TaskVerb
{
    /// <summary>Runs experiments one after another, each in a folder of its own.</summary>
    public static Task<IReadOnlyList<RunOutcome>> RunAllAsync(CozHost host, IReadOnlyList<Experiment> experiments, bool isJson, CancellationToken cancellationToken) =>
        RunAllAsync(host, experiments, _ => null, isJson, cancellationToken);

    /// <summary>The same with its document and exit code, going on in a folder where there is one for an experiment; a run that is complete is shown, not done again.</summary>
    public static async Task<int> RunAsync(CozHost host, IReadOnlyList<Experiment> experiments, Func<Experiment, RunFolder?> folderOf, bool isJson, CancellationToken cancellationToken)
    {
        var outcomes = await RunAllAsync(host, experiments, folderOf, isJson, cancellationToken);
        if (isJson)
            Json.Write(ToJson(outcomes));
        return outcomes.Max(outcome => outcome.ExitCode);
    }

    /// <summary>The document of one run, or of several.</summary>
    public static JsonObject ToJson(IReadOnlyList<RunOutcome> outcomes) =>
        outcomes.Count == 1 ? outcomes[0].ToJson() : new JsonObject { ["runs"] = new JsonArray([.. outcomes.Select(outcome => outcome.ToJson())]) };

    private static async Task<IReadOnlyList<RunOutcome>> RunAllAsync(CozHost host, IReadOnlyList<Experiment> experiments, Func<Experiment, RunFolder?> folderOf, bool isJson, CancellationToken cancellationToken)
    {
        if (experiments.Count == 0)
            throw new UsageException("matrix: a list is empty, so there is nothing to run.");
        if (experiments.Count > 1)
            experiments.ToList().ForEach(experiment => host.Runner.Prepare(experiment));
        var outcomes = new List<RunOutcome>();
        foreach (var experiment in experiments)
        {
            var reporter = new RunReporter();
            var outcome = await reporter.ShowAsync(observer => RunOneAsync(host, experiment, folderOf(experiment), observer, isJson, cancellationToken));
            outcomes.Add(outcome);
            Report(outcome, reporter, isJson);
            if (outcome.State == RunState.Stopped)
                break;
        }

        return outcomes;
    }

    /// <summary>Runs a tool's task without a run folder. Options are keys of the section <c>task</c>; null values are left out.</summary>
    public static Task<int> RunToolAsync(ParseResult parsed, string task, IEnumerable<(string Key, object? Value)> options, CancellationToken cancellationToken) =>
        RunToolAsync(parsed, task, options, SharedOptions.Settings(parsed), cancellationToken);

    /// <summary>The same, with settings other than those of the command line.</summary>
    public static async Task<int> RunToolAsync(ParseResult parsed, string task, IEnumerable<(string Key, object? Value)> options, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var given = options.Where(option => option.Value is not null).Select(option => $"{option.Key}={JsonSerializer.Serialize(option.Value)}");
        return await RunToolAsync(SharedOptions.Host(parsed), null, [$"task:name={task}", .. given, .. settings], task, parsed.GetValue(SharedOptions.Json), cancellationToken);
    }

    /// <summary>The same, over a file of sections.</summary>
    public static async Task<int> RunToolAsync(CozHost host, string? file, IEnumerable<string> settings, string task, bool isJson, CancellationToken cancellationToken)
    {
        var experiment = host.Bind(file, settings, task).Single();
        var reporter = new RunReporter();
        var outcome = await reporter.ShowAsync(observer => host.Runner.RunToolAsync(experiment, observer, cancellationToken));
        Report(outcome, reporter, isJson);
        if (isJson)
            Json.Write(outcome.ToJson());
        return outcome.ExitCode;
    }

    private static Task<RunOutcome> RunOneAsync(CozHost host, Experiment experiment, RunFolder? folder, Action<RunEvent> observer, bool isJson, CancellationToken cancellationToken)
    {
        if (folder is null)
            return host.Runner.RunAsync(experiment, observer, started => Started(started, isJson), cancellationToken);
        if (RunIndex.ResultOf(folder) is not { } result)
            return host.Runner.ResumeAsync(folder, experiment, observer, started => Started(started, isJson), cancellationToken);
        System.Console.Error.WriteLine($"coz: {RunIndex.NameOf(folder)} is complete already");
        result.Remove("run");
        return Task.FromResult(new RunOutcome(RunState.Completed, folder.Path, new TaskResult(result)));
    }

    private static void Started(RunFolder folder, bool isJson)
    {
        if (isJson)
            System.Console.Error.WriteLine($"run folder: {folder.Path}");
    }

    private static void Report(RunOutcome outcome, RunReporter reporter, bool isJson)
    {
        if (outcome.Fault is not null)
            System.Console.Error.WriteLine($"coz: {outcome.Fault}");
        if (outcome.State == RunState.Stopped)
            System.Console.Error.WriteLine(outcome.Folder is { Length: > 0 } folder ? $"coz: stopped; 'coz runs resume {RunIndex.NameOf(new RunFolder(folder))}' goes on with it" : "coz: stopped");
        if (!isJson && outcome.Result is not null)
            reporter.WriteResults(outcome.Folder);
    }
}
