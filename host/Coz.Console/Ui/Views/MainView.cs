using Coz.Console.Ui.Runs;
using Terminal.Gui.Drivers;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Coz.Console.Ui.Views;

/// <summary>The whole screen. It takes all keys itself: there is no focus to be lost.</summary>
internal sealed class MainView : Runnable
{
    private const string Keys = "Enter run  s stop  p pause  1 2 3 views  PgUp/PgDn scroll  ? help  q quit";

    private readonly Bench _bench;
    private readonly ExperimentListView _list;
    private readonly ExperimentView _experiment;
    private readonly HelpView _help = new();
    private readonly LinesView _hint;
    private RunPhase? _phase;

    public MainView(Bench bench)
    {
        _bench = bench;
        SetScheme(PlainScheme.Create());
        _list = new ExperimentListView(bench) { Width = Dim.Percent(32), Height = Dim.Fill(1) };
        _experiment = new ExperimentView(bench) { X = Pos.Right(_list), Width = Dim.Fill(), Height = Dim.Fill(1) };
        _hint = new LinesView(_ => new PaneText([], [bench.Notice.Length > 0 ? bench.Notice : Keys])) { Y = Pos.AnchorEnd(1), Width = Dim.Fill(), Height = 1 };
        Add(_list, _experiment, _hint, _help);
    }

    /// <summary>Reads what the runs have said, and shows it. Called on the application's thread.</summary>
    public void Poll()
    {
        if (_bench.Poll() | _bench.ActiveRuns.Any())
            Refresh();
        var phase = _bench.ChosenRun?.Phase;
        if (phase == RunPhase.Completed && _phase is not (null or RunPhase.Completed) && _experiment.Tab == RunTab.Run)
            _experiment.Show(RunTab.Results);
        _phase = phase;
    }

    /// <summary>Reads the experiments' files anew, and shows what changed.</summary>
    public void Reload()
    {
        if (_bench.Reload())
            Refresh();
    }

    /// <inheritdoc/>
    protected override bool OnKeyDown(Key key)
    {
        if (_help.Visible)
            _help.Visible = false;
        else if (!Choose(key) && !Steer(key) && !Look(key))
            return false;
        Refresh();
        return true;
    }

    private bool Choose(Key key)
    {
        if (key != Key.CursorDown && key != Key.CursorUp)
            return false;
        _bench.Move(key == Key.CursorDown ? 1 : -1);
        _phase = null;
        _experiment.Lines.Restart();
        return true;
    }

    private bool Steer(Key key)
    {
        if (key == Key.Enter)
        {
            if (_bench.Start())
                _experiment.Show(RunTab.Run);
        }
        else if (key == Key.S)
        {
            _bench.Stop();
        }
        else if (key == Key.P)
        {
            _bench.TogglePause();
        }
        else if (key == Key.Q || key == Key.Esc)
        {
            RequestStop();
        }
        else
        {
            return false;
        }

        return true;
    }

    private bool Look(Key key)
    {
        var page = Math.Max(1, _experiment.Lines.Viewport.Height - 2);
        Action? action = key.KeyCode switch
        {
            KeyCode.D1 or KeyCode.D2 or KeyCode.D3 => () => _experiment.Show((RunTab)(key.KeyCode - KeyCode.D1)),
            KeyCode.CursorRight or KeyCode.Tab => () => _experiment.Turn(1),
            KeyCode.CursorLeft or KeyCode.Tab | KeyCode.ShiftMask => () => _experiment.Turn(-1),
            KeyCode.PageDown => () => _experiment.Lines.ScrollBy(page, 0),
            KeyCode.PageUp => () => _experiment.Lines.ScrollBy(-page, 0),
            KeyCode.Home => _experiment.Lines.ScrollToStart,
            KeyCode.End => _experiment.Lines.ScrollToEnd,
            (KeyCode)'>' => () => _experiment.Lines.ScrollBy(0, 8),
            (KeyCode)'<' => () => _experiment.Lines.ScrollBy(0, -8),
            (KeyCode)'?' => () => _help.Visible = true,
            _ => null,
        };
        action?.Invoke();
        return action is not null;
    }

    private void Refresh() => SetNeedsDraw();
}
