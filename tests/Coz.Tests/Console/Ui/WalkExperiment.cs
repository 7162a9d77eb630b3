using System.Diagnostics;
using Coz.Console.Ui.Runs;
using Coz.Contracts;
using Coz.Tests.Support;

namespace Coz.Tests.Ui;

/// <summary>An experiment of the test plugin that walks, run by the real coz in child processes; its runs are deleted with it.</summary>
internal sealed class WalkExperiment : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();

    /// <summary>Its name, one of its own.</summary>
    public string Name { get; } = $"walk-{Guid.NewGuid():N}"[..14];

    public ChildRunLauncher Launcher { get; } = new(Repository.Root, ["--plugins", "none", "--plugin", Repository.Path("artifacts", "test-plugins", "walk")]);

    public string Json(string options) => $$"""{ "name": "{{Name}}", "task": { "name": "walk", {{options}} } }""";

    /// <summary>Writes and starts it.</summary>
    public IRunSource Start(string options)
    {
        var path = _folder.Path("experiment.json");
        File.WriteAllText(path, Json(options));
        return Launcher.Start(path);
    }

    /// <summary>Reads events until a condition holds; fails the test if it never does.</summary>
    public static List<RunEvent> ReadUntil(IRunSource run, Func<List<RunEvent>, bool> isMet)
    {
        var events = new List<RunEvent>();
        Eventually(() =>
        {
            events.AddRange(run.Read());
            return isMet(events);
        });
        return events;
    }

    public static void Eventually(Func<bool> isMet)
    {
        var clock = Stopwatch.StartNew();
        while (!isMet())
        {
            Assert.That(clock.Elapsed, Is.LessThan(Patience), "it never happened");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        var runs = Repository.Path("runs", Name);
        if (Directory.Exists(runs))
            Directory.Delete(runs, recursive: true);
    }
}
