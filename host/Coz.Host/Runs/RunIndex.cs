using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Experiments;

namespace Coz.Host.Runs;

/// <summary>Finds the runs of a project by their folders.</summary>
/// <param name="root">The folder that holds plugins.json.</param>
public sealed class RunIndex(string root)
{
    private readonly string _runs = Path.Combine(root, "runs");

    /// <summary>All runs, the newest first.</summary>
    /// <returns>A folder a run.</returns>
    public IReadOnlyList<RunFolder> List() => !Directory.Exists(_runs) ? [] :
    [
        .. Directory.EnumerateDirectories(_runs)
            .SelectMany(Folders)
            .Select(path => new RunFolder(path))
            .Where(run => File.Exists(run.ExperimentFile))
            .OrderByDescending(run => run.Id, StringComparer.Ordinal),
    ];

    /// <summary>Finds one run.</summary>
    /// <param name="name">Its id, its experiment and id (<c>edsr-lmi/20260102-030405</c>), its folder, or its experiment alone, which means the newest.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="UsageException">There is none, or several have that id.</exception>
    public RunFolder Find(string name)
    {
        if (Directory.Exists(name) && new RunFolder(Path.GetFullPath(name)) is var given && File.Exists(given.ExperimentFile))
            return given;
        var all = List();
        var found = all.Where(run => run.Id == name || NameOf(run) == name).ToList();
        return found switch
        {
            [var run] => run,
            [] => all.FirstOrDefault(run => ExperimentOf(run) == name)
                ?? throw new UsageException($"There is no run '{name}' in {_runs}; {Nearest.Hint(name, all.Take(10).Select(NameOf))}."),
            _ => throw new UsageException($"Several runs are called {name}: {string.Join(", ", found.Select(NameOf))}; write the experiment's name before the id."),
        };
    }

    /// <summary>The newest run of an experiment that was resolved to the same values, each with the same folder for relative paths.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <returns>Its folder; null if there is none.</returns>
    public RunFolder? FindSame(Experiment experiment) => List().FirstOrDefault(run => ExperimentOf(run) == experiment.Name && StoredExperiment.IsOf(run, experiment.Root));

    /// <summary>What a run left as its result.</summary>
    /// <param name="run">Its folder.</param>
    /// <returns>The result; null if it is not complete.</returns>
    public static JsonObject? ResultOf(RunFolder run) => Read(run.ResultFile) as JsonObject;

    /// <summary>Sums up a run.</summary>
    /// <param name="run">Its folder.</param>
    /// <returns>Its state as its events and its lock say.</returns>
    public static RunSummary Summarise(RunFolder run)
    {
        var events = EventsOf(run);
        var said = events.OfType<StateEvent>().LastOrDefault()?.State;
        var state = RunLock.IsHeld(run) ? said ?? RunState.Running : said is RunState.Running or RunState.Paused ? null : said;
        var progress = events.OfType<ProgressEvent>().LastOrDefault();
        var far = progress is null ? "" : $"{progress.Name} {progress.Done}/{progress.Total} {progress.Detail}".Trim();
        return new RunSummary(ExperimentOf(run), run, state?.ToString().ToLowerInvariant() ?? "interrupted", events.FirstOrDefault()?.Time, far);
    }

    /// <summary>A run's experiment and id.</summary>
    /// <param name="run">Its folder.</param>
    /// <returns>As <see cref="Find"/> takes it.</returns>
    public static string NameOf(RunFolder run) => $"{ExperimentOf(run)}/{run.Id}";

    private static string ExperimentOf(RunFolder run) => Path.GetFileName(Path.GetDirectoryName(run.Path)!);

    // A folder may be deleted while they are listed.
    private static string[] Folders(string experiment)
    {
        try
        {
            return Directory.GetDirectories(experiment);
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static List<RunEvent> EventsOf(RunFolder run)
    {
        try
        {
            return [.. Events(run)];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    // States and progress alone: a long run has many more lines.
    private static IEnumerable<RunEvent> Events(RunFolder run)
    {
        using var stream = new FileStream(run.Events, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if ((line.Contains("\"state\"", StringComparison.Ordinal) || line.Contains("\"progress\"", StringComparison.Ordinal)) && RunEventJson.TryRead(line) is { } runEvent)
                yield return runEvent;
        }
    }

    private static JsonNode? Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
