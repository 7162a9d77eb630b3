using Coz.Console.Ui.Runs;
using Coz.Contracts;
using Terminal.Gui.Input;

namespace Coz.Tests.Ui;

[TestFixture]
[Category("Slow")]
internal sealed class ChildRunTests
{
    private WalkExperiment _walk;

    [SetUp]
    public void MakeExperiment() => _walk = new WalkExperiment();

    [TearDown]
    public void DeleteRuns() => _walk.Dispose();

    [Test]
    public void A_run_in_a_child_process_is_seen_from_its_key_to_its_table()
    {
        using var screen = new UiScreen().With("walk", _walk.Json("\"steps\": 3"));
        screen.Open(_walk.Launcher).Press(Key.Enter);

        WalkExperiment.Eventually(() => screen.Wait().Bench.ChosenRun!.IsActive is false);

        Assert.That(screen.Text(), Does.Contain("[3 Results]").And.Contain(">√ walk").And.Contain("the way").And.Match(@"all +3"));
        Assert.That(screen.Press(Key.D2).Text(), Does.Contain("100 %  3/3").And.Contain("warning: the second step is steep"));
    }

    [Test]
    public void S_stops_the_child_and_a_later_screen_shows_it_stopped()
    {
        using (var screen = new UiScreen().With("walk", _walk.Json("\"steps\": 100000")))
        {
            screen.Open(_walk.Launcher).Press(Key.Enter);
            WalkExperiment.Eventually(() => screen.Wait().Bench.ChosenRun!.Status.Progress.Count > 0);
            screen.Press(Key.S);
            WalkExperiment.Eventually(() => screen.Wait().Bench.ChosenRun!.IsActive is false);
            Assert.That(screen.Text(), Does.Contain("stopped").And.Contain(">■ walk"));
        }

        using var later = new UiScreen().With("walk", _walk.Json(""));
        Assert.That(later.Open(_walk.Launcher).Press(Key.D2).Text(), Does.Contain("stopped").And.Contain("walking 100000 steps"));
    }

    [Test]
    public void The_second_s_kills_a_child_that_does_not_listen()
    {
        using var screen = new UiScreen().With("walk", _walk.Json("\"steps\": 100000, \"deaf\": true"));
        screen.Open(_walk.Launcher).Press(Key.Enter);
        WalkExperiment.Eventually(() => screen.Wait().Bench.ChosenRun!.Status.Progress.Count > 0);

        screen.Press(Key.S, Key.S);

        WalkExperiment.Eventually(() => screen.Wait().Bench.ChosenRun!.IsActive is false);
        Assert.That(screen.Text(), Does.Contain("killed").And.Contain(">■ walk"));
    }

    [Test]
    public void A_run_goes_on_and_completes_after_the_one_who_started_it_let_go()
    {
        string folder;
        using (var run = _walk.Start("\"steps\": 20"))
        {
            WalkExperiment.ReadUntil(run, events => events.OfType<ProgressEvent>().Any());
            folder = run.Folder!;
        }

        using var again = new FolderRun(folder);
        var events = WalkExperiment.ReadUntil(again, _ => again.IsOver);

        Assert.That(events.OfType<ProgressEvent>().Select(progress => progress.Done), Is.EqualTo(Enumerable.Range(1, 20)));
        Assert.That(events.OfType<StateEvent>().Last().State, Is.EqualTo(RunState.Completed));
        WalkExperiment.Eventually(() => File.Exists(Path.Combine(folder, "result.json")));
    }

    [Test]
    public void A_task_that_fails_gives_its_fault_once()
    {
        using var run = _walk.Start("\"fail_at\": 2");

        var events = WalkExperiment.ReadUntil(run, _ => run.IsOver);

        Assert.That(events.OfType<FaultEvent>().Single().Text, Is.EqualTo("task:fail_at: stumbled at step 2; take another."));
        Assert.That(run.Complaint, Is.EqualTo("task:fail_at: stumbled at step 2; take another."));
    }

    [Test]
    public void An_experiment_that_cannot_be_started_says_why()
    {
        using var run = _walk.Start("\"stepps\": 3");

        var events = WalkExperiment.ReadUntil(run, _ => run.IsOver);

        Assert.That(events, Is.Empty);
        Assert.That(run.Folder, Is.Null);
        Assert.That(run.Complaint, Does.Contain("stepps").And.Contain("steps"));
    }

    [Test]
    public void The_runs_of_a_sweep_are_followed_one_after_another()
    {
        using var run = _walk.Start("\"step_time\": 20 }, \"matrix\": { \"task:steps\": [2, 3]");

        var events = WalkExperiment.ReadUntil(run, _ => run.IsOver);

        Assert.That(events.OfType<TableEvent>().Select(table => table.Rows[0][1]), Is.EqualTo(["2", "3"]));
        Assert.That(events.OfType<StateEvent>().Count(state => state.State == RunState.Completed), Is.EqualTo(2));
        Assert.That(run.Complaint, Is.Null);
    }
}
