using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Runs;

namespace Coz.Tests.Host.Runs;

[TestFixture]
public sealed class RunTests
{
    private string _runs = null!;

    [SetUp]
    public void MakeFolder() => _runs = Directory.CreateTempSubdirectory("coz-runs-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_runs, recursive: true);

    [Test]
    public void Two_runs_in_the_same_second_get_two_folders()
    {
        var folders = Enumerable.Range(0, 5).Select(_ => RunFolder.Create(_runs, Sample()).Path).ToList();

        Assert.That(folders, Is.Unique);
        Assert.That(folders, Has.All.Matches<string>(folder => folder!.StartsWith(Path.Combine(_runs, "sample") + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
    }

    [Test]
    public void A_run_that_has_ended_keeps_its_folder_for_itself()
    {
        var ended = RunFolder.Create(_runs, Sample());
        File.Delete(ended.Lock);

        Assert.That(RunFolder.Create(_runs, Sample()).Path, Is.Not.EqualTo(ended.Path));
    }

    [Test]
    public void Every_kind_of_event_survives_its_line()
    {
        RunEvent[] events =
        [
            new StateEvent(RunState.Running), new ProgressEvent("p", 1, 2, "d"), new MessageEvent("m", true), new ScalarEvent("a/b", 3, double.PositiveInfinity),
            new ImageEvent("i", "i.png", 4), new ArtefactEvent("a", "a.csv"), new FaultEvent("f", true, "trace\nof two lines"),
        ];
        foreach (var original in events)
        {
            var line = RunEventJson.Write(original);
            Assert.That(line, Does.Not.Contain("\n"));
            Assert.That(RunEventJson.TryRead(line), Is.EqualTo(original));
        }

        var table = (TableEvent)RunEventJson.TryRead(RunEventJson.Write(new TableEvent("t", ["a", "b"], [["1", "2"]])))!;
        Assert.That(table.Rows.Single(), Is.EqualTo(new[] { "1", "2" }));
    }

    [TestCase("""{"type":"state","sta""")]
    [TestCase("""{"type":"of the future","x":1}""")]
    [TestCase("")]
    public void A_line_that_cannot_be_read_is_skipped(string line) => Assert.That(RunEventJson.TryRead(line), Is.Null);

    [Test]
    public void The_log_keeps_whole_lines_from_many_threads()
    {
        var path = Path.Combine(_runs, "events.jsonl");
        using (var log = new EventLog(path, observer: null))
            Parallel.For(0, 500, i => log.Publish(new ProgressEvent("p", i, 500)));

        var events = File.ReadAllLines(path).Select(RunEventJson.TryRead).ToList();
        Assert.That(events, Has.Count.EqualTo(500).And.None.Null);
        Assert.That(events, Has.All.Matches<RunEvent>(entry => entry!.Time != default && entry.Version == 1));
    }

    [Test]
    public async Task The_control_file_pauses_resumes_and_stops()
    {
        var folder = RunFolder.Create(_runs, Sample());
        using var log = new EventLog(folder.Events, observer: null);
        using var control = new RunControl(folder, CancellationToken.None);
        var context = new RunContext(folder.Path, Sample(), log, control);

        await File.WriteAllTextAsync(folder.Control, "pause");
        await Until(() => control.IsPaused);
        var waiting = context.WaitWhilePausedAsync(control.Token).AsTask();
        Assert.That(waiting.IsCompleted, Is.False);

        await File.WriteAllTextAsync(folder.Control, "resume");
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));

        await File.WriteAllTextAsync(folder.Control, "stop");
        await Until(() => control.Token.IsCancellationRequested);
        Assert.That(async () => await context.WaitWhilePausedAsync(control.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(File.ReadAllText(folder.Events), Does.Contain("\"paused\"").And.Contain("\"running\""));
    }

    [Test]
    public void The_lock_names_the_process_and_goes_with_the_run()
    {
        var folder = RunFolder.Create(_runs, Sample());
        using (new RunControl(folder, CancellationToken.None))
            Assert.That((int)JsonNode.Parse(File.ReadAllText(folder.Lock))!["pid"]!, Is.EqualTo(Environment.ProcessId));

        Assert.That(File.Exists(folder.Lock), Is.False);
    }

    private static Experiment Sample() => new("sample", ConfigNode.Object([], new Origin("", "")), "none", null, 0, "cpu");

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 400 && !condition(); i++)
            await Task.Delay(50);
        Assert.That(condition(), "it did not happen within 20 s");
    }
}
