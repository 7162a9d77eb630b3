using Terminal.Gui.Input;

namespace Coz.Tests.Ui;

[TestFixture]
internal sealed class MainViewTests
{
    private const string First = """{ "task": { "name": "benchmark" }, "data": { "scales": [2, 3] } }""";
    private const string Second = """{ "extends": "first.json", "data": { "scales": [8.5] } }""";

    private UiScreen _screen;

    [SetUp]
    public void OpenTwoExperiments() => _screen = new UiScreen().With("first", First).With("second", Second);

    [TearDown]
    public void Close() => _screen.Dispose();

    [Test]
    public void The_experiments_are_listed_and_the_first_is_shown_resolved()
    {
        var text = _screen.Open().Text();

        Assert.That(text, Does.Contain(">  first").And.Contain("   second"));
        Assert.That(text, Does.Match(@"data:scales = \[2,3\] +first\.json"));
    }

    [Test]
    public void Moving_down_shows_the_other_experiment_with_the_origin_of_each_value()
    {
        var text = _screen.Open().Press(Key.CursorDown).Text();

        Assert.That(text, Does.Contain(">  second"));
        Assert.That(text, Does.Match(@"task:name = benchmark +first\.json"));
        Assert.That(text, Does.Match(@"data:scales = \[8\.5\] +second\.json"));
    }

    [Test]
    public void Moving_stops_at_both_ends_of_the_list()
    {
        _screen.Open();

        Assert.That(_screen.Press(Key.CursorUp).Text(), Does.Contain(">  first"));
        Assert.That(_screen.Press(Key.CursorDown, Key.CursorDown, Key.CursorDown).Text(), Does.Contain(">  second"));
    }

    [Test]
    public void Malformed_JSON_shows_file_and_line_and_cannot_be_started()
    {
        var text = _screen.With("a-broken", "{ \"task\":\n { \"name\": }\n}").Open().Press(Key.Enter).Text();

        Assert.That(text, Does.Contain(">! a-broken").And.Contain("line 2").And.Contain("malformed JSON"));
        Assert.That(text, Does.Contain("a-broken cannot be started"));
        Assert.That(_screen.Fake.Started, Is.Empty);
    }

    [Test]
    public void A_file_that_is_mended_can_be_started_without_a_restart()
    {
        _screen.With("a-broken", "{").Open();
        _screen.With("a-broken", First);

        Assert.That(_screen.Wait().Text(), Does.Contain(">  a-broken").And.Contain("task:name = benchmark"));
        _screen.Press(Key.Enter);
        Assert.That(_screen.Fake.Started.Select(run => run.Experiment), Is.EqualTo(["a-broken.json"]));
    }

    [Test]
    public void A_file_that_goes_leaves_the_list_and_the_choice_on_another()
    {
        _screen.Open().Press(Key.CursorDown);
        File.Delete(Path.Combine(_screen.Root, "samples/experiments/second.json"));

        var text = _screen.Wait().Text();

        Assert.That(text, Does.Contain(">  first").And.Not.Contain("second"));
    }

    [Test]
    public void Without_experiments_nothing_can_be_started_and_nothing_breaks()
    {
        using var screen = new UiScreen();

        var text = screen.Open().Press(Key.CursorDown, Key.Enter, Key.S, Key.P, Key.D2, Key.D3, Key.D1).Text();

        Assert.That(text, Does.Contain("There is no experiment in samples/experiments."));
    }

    [Test]
    public void Question_mark_shows_the_keys_and_any_key_hides_them()
    {
        Assert.That(_screen.Open().Press(new Key('?')).Text(), Does.Contain("Help: any key closes it").And.Contain("kills its process"));
        Assert.That(_screen.Press(Key.S).Text(), Does.Not.Contain("Help: any key").And.Contain("Enter run  s stop"));
    }

    [TestCase(KeyName.Q)]
    [TestCase(KeyName.Esc)]
    public void Q_and_Esc_quit_and_leave_the_run_alone(KeyName name)
    {
        _screen.Open().Press(Key.Enter);
        _screen.Press(name == KeyName.Q ? Key.Q : Key.Esc);

        Assert.That(_screen.IsClosed, Is.True);
        Assert.That(_screen.Fake.Started.Single().Run.IsKilled, Is.False);
        Assert.That(_screen.Bench.ActiveRuns.Count(), Is.EqualTo(1));
    }

    [Test]
    public void A_long_text_scrolls_by_pages_and_to_its_ends()
    {
        var values = string.Join(", ", Enumerable.Range(0, 60).Select(i => $"\"key{i}\": {i}"));
        _screen.With("a-long", $"{{ {values} }}").Open();

        Assert.That(_screen.Text(), Does.Contain("key0 = 0").And.Contain("▼").And.Not.Contain("key59"));
        Assert.That(_screen.Press(Key.End).Text(), Does.Contain("key59 = 59").And.Contain("▲").And.Not.Contain("key0 = 0"));
        Assert.That(_screen.Press(Key.Home, Key.PageDown).Text(), Does.Contain("key19 = 19").And.Not.Contain("key0 = 0"));
    }

    [TestCase(40, 10)]
    [TestCase(200, 60)]
    [TestCase(12, 4)]
    public void It_draws_on_a_screen_of_any_size(int width, int height)
    {
        var text = _screen.Open(width: width, height: height).Press(Key.Enter, new Key('?'), Key.Esc, Key.D3).Text();

        Assert.That(text.TrimEnd('\n').Split('\n'), Has.Length.EqualTo(height));
        Assert.That(text, Does.Contain("Enter"));
    }

    [Test]
    public void Control_characters_of_a_value_do_not_reach_the_terminal()
    {
        var text = _screen.With("a-escape", """{ "description": "red\u001b[31m" }""").Open().Text();

        Assert.That(text, Does.Contain("red [31m"));
        Assert.That(text.Contains('\u001b', StringComparison.Ordinal), Is.False);
    }

    public enum KeyName
    {
        Q,
        Esc,
    }
}
