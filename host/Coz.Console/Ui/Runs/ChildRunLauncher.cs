using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Console.Ui.Runs;

/// <summary>Starts experiments as <c>coz run EXPERIMENT --json</c> in a child process that outlives this one.</summary>
/// <param name="root">The folder that holds runs/.</param>
/// <param name="arguments">More arguments for every run: --plugin, --set.</param>
internal sealed class ChildRunLauncher(string root, IReadOnlyList<string> arguments) : IRunLauncher
{
    public IRunSource Start(string experimentPath)
    {
        var log = Path.Combine(Path.GetTempPath(), $"coz-run-{Guid.NewGuid():N}.log");
        try
        {
            var process = SelfProcess.Start([Detached.Verb, log, "run", experimentPath, "--json", .. arguments], readOutput: true);
            process.BeginOutputReadLine();
            return new ChildRun(process, log);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw new CozException($"The run cannot be started: {e.Message}", e);
        }
    }

    public IRunSource? FindLast(string runName)
    {
        var runs = Path.Combine(root, "runs", runName);
        var last = Directory.Exists(runs) ? Directory.EnumerateDirectories(runs).Where(folder => File.Exists(Path.Combine(folder, "events.jsonl"))).Max(StringComparer.Ordinal) : null;
        return last is null ? null : new FolderRun(last);
    }
}
