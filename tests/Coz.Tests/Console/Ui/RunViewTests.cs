using Coz.Contracts;
using Terminal.Gui.Input;

namespace Coz.Tests.Ui;

[TestFixture]
internal sealed class RunViewTests
{
    private UiScreen _screen;

    private FakeRunSource Run => _screen.Fake.Started.Last().Run;

    private string Control => Path.Combine(Run.Folder!, "control");

    [SetUp]
    public void StartARun()
    {
        _screen = new UiScreen().With("first", """{ "task": { "name": "benchmark" } }""").With("second", """{ "task": { "name": "train" } }""");
        _screen.Open().Press(Key.Enter);
    }

    [TearDown]
    public void Close() => _screen.Dispose();

    [Test]
    public void Enter_starts_the_chosen_experiment_and_shows_its_run()
    {
        Assert.That(_screen.Fake.Started.Select(run => run.Experiment), Is.EqualTo(["first.json"]));
        Assert.That(_screen.Text(), Does.Contain("[2 Run]").And.Contain(">► first").And.Contain("starting"));
    }

    [Test]
    public void Progress_messages_and_warnings_appear_as_they_come()
    {
        Begin();
        Run.Say(new ProgressEvent("benchmark", 12, 27, "butterfly x3"), new MessageEvent("27 renders"), new MessageEvent("alpha dropped", IsWarning: true));

        var text = _screen.Wait().Text();

        Assert.That(text, Does.Contain("running").And.Contain("benchmark [########............]  44 %  12/27").And.Contain("butterfly x3"));
        Assert.That(text, Does.Contain("27 renders").And.Contain("warning: alpha dropped"));

        Run.Say(new ProgressEvent("benchmark", 27, 27));
        Assert.That(_screen.Wait().Text(), Does.Contain("100 %  27/27").And.Not.Contain("butterfly"));
    }

    [Test]
    public void The_final_table_appears_as_text_when_the_run_completes()
    {
        Begin();
        Run.Say(new TableEvent("set5, psnr y", ["model", "x2", "x3"], [["bicubic", "33.68", "30.40"], ["nearest", "9.9", "8.8"]]), new ArtefactEvent("rows", "results.csv"));
        Run.End(null, new StateEvent(RunState.Completed));

        var text = _screen.Wait().Text();

        Assert.That(text, Does.Contain("[3 Results]").And.Contain(">√ first").And.Contain("set5, psnr y"));
        Assert.That(text, Does.Contain("model       x2     x3").And.Contain("bicubic  33.68  30.40").And.Contain("nearest    9.9    8.8"));
        Assert.That(text, Does.Contain("rows: results.csv"));
    }

    [Test]
    public void S_writes_stop_into_the_control_file_and_the_second_s_kills()
    {
        Begin();
        Assert.That(_screen.Press(Key.S).Text(), Does.Contain("stopping"));
        Assert.That(File.ReadAllText(Control), Is.EqualTo("stop"));
        Assert.That(Run.IsKilled, Is.False);

        Assert.That(_screen.Press(Key.S).Text(), Does.Contain("killed").And.Contain(">■ first"));
        Assert.That(Run.IsKilled, Is.True);
        Assert.That(Control, Does.Not.Exist, "a later run in this folder would obey it");
    }

    [Test]
    public void A_run_that_is_stopped_before_it_has_a_folder_is_told_once_it_has_one()
    {
        _screen.Press(Key.S);
        Begin();
        _screen.Wait();

        Assert.That(File.ReadAllText(Control), Is.EqualTo("stop"));
        Run.End("stopped", new StateEvent(RunState.Stopped));
        Assert.That(_screen.Wait().Text(), Does.Contain("stopped").And.Contain(">■ first"));
    }

    [Test]
    public void P_pauses_and_p_again_lets_it_go_on()
    {
        Begin();
        Assert.That(_screen.Press(Key.P).Text(), Does.Contain("pausing"));
        Assert.That(File.ReadAllText(Control), Is.EqualTo("pause"));
        Run.Say(new StateEvent(RunState.Paused));
        Assert.That(_screen.Wait().Text(), Does.Contain("paused").And.Contain(">= first"));

        _screen.Press(Key.P);
        Assert.That(File.ReadAllText(Control), Is.EqualTo("resume"));
        Run.Say(new StateEvent(RunState.Running));
        Assert.That(_screen.Wait().Text(), Does.Contain("running").And.Contain(">► first"));
    }

    [Test]
    public void A_failed_run_shows_its_fault()
    {
        Begin();
        Run.End("data:root is empty", new FaultEvent("data:root: no image in /nowhere", IsFatal: true), new StateEvent(RunState.Failed));

        Assert.That(_screen.Wait().Text(), Does.Contain("failed").And.Contain(">× first").And.Contain("data:root: no image in /nowhere"));
    }

    [Test]
    public void A_run_that_never_starts_shows_why()
    {
        Run.End("there is no task 'benchmark'");

        Assert.That(_screen.Wait().Text(), Does.Contain("failed").And.Contain("there is no task 'benchmark'"));
    }

    [Test]
    public void A_run_whose_process_vanishes_is_failed()
    {
        Begin();
        Run.End();

        Assert.That(_screen.Wait().Text(), Does.Contain("failed").And.Contain("its process is gone"));
    }

    [Test]
    public void A_launcher_that_refuses_is_said_in_the_last_line()
    {
        _screen.Fake.Refusal = "The run cannot be started: no memory";

        Assert.That(_screen.Press(Key.CursorDown, Key.Enter).Text(), Does.Contain("The run cannot be started: no memory").And.Contain(">  second"));
    }

    [Test]
    public void A_second_Enter_starts_no_second_run_while_the_first_goes_on()
    {
        Assert.That(_screen.Press(Key.Enter).Text(), Does.Contain("first runs already"));
        Assert.That(_screen.Fake.Started, Has.Count.EqualTo(1));

        Run.End(null, new StateEvent(RunState.Completed));
        _screen.Wait().Press(Key.Enter);
        Assert.That(_screen.Fake.Started, Has.Count.EqualTo(2));
        Assert.That(_screen.Fake.Started[0].Run.IsDisposed, Is.True);
    }

    [Test]
    public void S_and_p_on_an_experiment_that_does_not_run_say_so()
    {
        _screen.Press(Key.CursorDown);

        Assert.That(_screen.Press(Key.S).Text(), Does.Contain("second does not run"));
        Assert.That(_screen.Press(Key.P).Text(), Does.Contain("second does not run"));
    }

    [Test]
    public void The_log_follows_its_end_until_the_reader_scrolls_up()
    {
        Begin();
        Run.Say([.. Enumerable.Range(0, 60).Select(i => new MessageEvent($"line {i}."))]);
        Assert.That(_screen.Wait().Text(), Does.Contain("line 59.").And.Not.Contain("line 30."));

        _screen.Press(Key.PageUp);
        Run.Say(new MessageEvent("line 60."));
        Assert.That(_screen.Wait().Text(), Does.Contain("line 30.").And.Not.Contain("line 60."));
        Assert.That(_screen.Press(Key.End).Text(), Does.Contain("line 60."));
    }

    [Test]
    public void A_long_title_is_broken_and_its_table_is_not()
    {
        Begin();
        Run.Say(new TableEvent("a title that says at length what the columns below it measure, and how", ["model", "x2"], [["bicubic", "1"]]));

        Assert.That(_screen.Press(Key.D3).Text(), Does.Contain("and how").And.Contain("model    x2"));
    }

    [Test]
    public void A_wide_table_scrolls_sideways()
    {
        Begin();
        Run.Say(new TableEvent("", ["model", .. Enumerable.Range(2, 20).Select(scale => $"scale{scale}")], [["bicubic", .. Enumerable.Range(2, 20).Select(scale => $"{scale}.5")]]));

        Assert.That(_screen.Press(Key.D3).Text(), Does.Contain("bicubic").And.Not.Contain("scale21"));
        Assert.That(_screen.Press([.. Enumerable.Repeat(new Key('>'), 40)]).Text(), Does.Contain("scale21").And.Contain("21.5"));
        Assert.That(_screen.Press(Key.Home).Text(), Does.Contain("bicubic"));
    }

    [Test]
    public void A_run_of_an_earlier_session_is_shown_again_and_can_be_stopped()
    {
        using var screen = new UiScreen().With("first", "{ \"name\": \"other-name\" }");
        var run = new FakeRunSource { Folder = screen.Root };
        run.Say(new StateEvent(RunState.Running), new MessageEvent("still here"));
        screen.Fake.Earlier["other-name"] = run;

        Assert.That(screen.Open().Press(Key.D2).Text(), Does.Contain(">► first").And.Contain("still here"));
        screen.Press(Key.S);
        Assert.That(File.ReadAllText(Path.Combine(screen.Root, "control")), Is.EqualTo("stop"));
    }

    private void Begin()
    {
        Run.Folder = Directory.CreateDirectory(Path.Combine(_screen.Root, "runs", "first", "20260101-120000")).FullName;
        Run.Say(new StateEvent(RunState.Running));
        _screen.Wait();
    }
}
