using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Experiments;
using Coz.Host.Runs;
using Coz.Tests.Support;

namespace Coz.Tests.Host.Runs;

[TestFixture]
public sealed class RunIndexTests
{
    private TemporaryFolder _root = null!;

    [SetUp]
    public void MakeFolder() => _root = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _root.Dispose();

    [Test]
    public void A_stored_experiment_reads_as_it_was_with_the_folders_its_paths_resolve_against() => Assert.Multiple(() =>
    {
        var (file, line) = (new Origin("a.json", "/of/the/file"), new Origin("--set data:limit", "/of/the/shell"));
        var tree = ConfigNode.Object(
        [
            new("name", ConfigNode.Scalar("walk", file)),
            new("data", ConfigNode.Object([new("root", ConfigNode.Scalar("photos", file)), new("limit", ConfigNode.Scalar("3", line)), new("scales", ConfigNode.List([ConfigNode.Scalar("2", line), ConfigNode.Scalar("2.5", line)], line))], file)),
            new("models", ConfigNode.List([ConfigNode.Object([new("checkpoint", ConfigNode.Scalar("a.pth", line))], line)], line)),
            new("augmentation", ConfigNode.List([], file)),
        ], file);
        var folder = RunFolder.Create(_root.Path("runs"), Sample(tree));
        var back = StoredExperiment.Read(folder);

        Assert.That(back.ToJson()!.ToJsonString(), Is.EqualTo(tree.ToJson()!.ToJsonString()));
        Assert.That(back["data"]!["root"]!.Origin.BaseFolder, Is.EqualTo("/of/the/file"));
        Assert.That(back["data"]!["scales"]!.Items![1].Origin.BaseFolder, Is.EqualTo("/of/the/shell"));
        Assert.That(back["models"]!.Items![0]["checkpoint"]!.Origin.BaseFolder, Is.EqualTo("/of/the/shell"));
        Assert.That(back["augmentation"]!.Items, Is.Empty);
    });

    [Test]
    public void A_run_is_found_by_id_by_experiment_and_as_the_newest_of_its_experiment() => Assert.Multiple(() =>
    {
        var runs = new[] { "20260101-000000", "20260102-000000" }.Select(id => Make("walk", id)).ToList();
        var other = Make("run", "20260102-000000");
        var index = new RunIndex(_root.FullPath);

        Assert.That(index.List().Select(run => run.Path), Is.EquivalentTo(runs.Append(other).Select(run => run.Path)));
        Assert.That(index.Find("20260101-000000").Path, Is.EqualTo(runs[0].Path));
        Assert.That(index.Find("walk").Path, Is.EqualTo(runs[1].Path));
        Assert.That(index.Find("run/20260102-000000").Path, Is.EqualTo(other.Path));
        Assert.That(index.Find(runs[0].Path).Path, Is.EqualTo(runs[0].Path));
        Assert.That(() => index.Find("20260102-000000"), Throws.TypeOf<UsageException>().With.Message.Contains("Several runs"));
        Assert.That(() => index.Find("walkk"), Throws.TypeOf<UsageException>().With.Message.Contains("There is no run 'walkk'"));
    });

    [TestCase("""{"type":"state","state":"completed"}""", "completed")]
    [TestCase("""{"type":"state","state":"stopped"}""", "stopped")]
    [TestCase("""{"type":"progress","name":"train","done":3,"total":9}""", "interrupted")]
    public void A_runs_state_is_what_it_said_last_or_that_it_ended_without_a_word(string last, string state)
    {
        var run = Make("walk", "1");
        File.WriteAllLines(run.Events, ["""{"type":"state","state":"running"}""", """{"type":"progress","name":"train","done":2,"total":9,"detail":"x"}""", last]);

        Assert.That(RunIndex.Summarise(run).State, Is.EqualTo(state));
        Assert.That(RunIndex.Summarise(run).Progress, Does.StartWith("train "));
    }

    [Test]
    public void A_run_that_goes_on_is_not_taken_twice() => Assert.Multiple(() =>
    {
        var run = Make("walk", "1");
        using (new RunControl(run, CancellationToken.None))
        {
            Assert.That(RunLock.IsHeld(run), Is.True);
            Assert.That(() => run.Reclaim(), Throws.TypeOf<UsageException>().With.Message.Contains("goes on already"));
        }

        // Of a process of this machine that is gone: no matter how fresh.
        File.WriteAllText(run.Lock, new JsonObject { ["pid"] = int.MaxValue, ["machine"] = Environment.MachineName }.ToJsonString());
        Assert.That(RunLock.IsHeld(run), Is.False);

        // Of another machine: its heartbeat says it.
        File.WriteAllText(run.Lock, new JsonObject { ["pid"] = int.MaxValue, ["machine"] = "elsewhere" }.ToJsonString());
        Assert.That(RunLock.IsHeld(run), Is.True);
        File.SetLastWriteTimeUtc(run.Lock, DateTime.UtcNow.AddMinutes(-1));
        Assert.That(RunLock.IsHeld(run), Is.False);
        Assert.That(() => run.Reclaim().Dispose(), Throws.Nothing);
    });

    [Test]
    public void The_log_of_a_killed_run_goes_on_in_a_new_line()
    {
        var run = Make("walk", "1");
        File.WriteAllText(run.Events, """{"type":"state","sta""");
        using (var log = new EventLog(run.Events, observer: null))
            log.Publish(new StateEvent(RunState.Running));

        Assert.That(File.ReadAllLines(run.Events).Select(RunEventJson.TryRead), Has.Exactly(1).Null.And.Exactly(1).InstanceOf<StateEvent>());
    }

    private static Experiment Sample(ConfigNode root) => new("walk", root, "walk", null, 0, "cpu");

    private RunFolder Make(string experiment, string id)
    {
        var run = new RunFolder(_root.Path("runs", experiment, id, "x")[..^2]);
        File.WriteAllText(run.ExperimentFile, "{}");
        return run;
    }
}
