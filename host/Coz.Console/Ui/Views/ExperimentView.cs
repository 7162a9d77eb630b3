using Coz.Console.Ui.Text;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Coz.Console.Ui.Views;

/// <summary>The chosen experiment: its resolved values, its run, or its results.</summary>
internal sealed class ExperimentView : FrameView
{
    private static readonly RunTab[] Tabs = Enum.GetValues<RunTab>();

    private readonly Bench _bench;
    private readonly LinesView _lines;

    public ExperimentView(Bench bench)
    {
        _bench = bench;
        CanFocus = false;
        _lines = new LinesView(Content) { Width = Dim.Fill(), Height = Dim.Fill() };
        Add(_lines);
        Show(RunTab.Config);
    }

    /// <summary>What is shown.</summary>
    public RunTab Tab { get; private set; }

    /// <summary>The text, to be scrolled.</summary>
    public LinesView Lines => _lines;

    /// <summary>Shows another side of the experiment.</summary>
    public void Show(RunTab tab)
    {
        Tab = tab;
        Title = string.Join(' ', Tabs.Select(each => each == tab ? $"[{(int)each + 1} {each}]" : $" {(int)each + 1} {each} "));
        _lines.Restart();
    }

    /// <summary>Shows the next side, or the one before.</summary>
    public void Turn(int places) => Show(Tabs[((int)Tab + places + Tabs.Length) % Tabs.Length]);

    private PaneText Content(int width) => Tab switch
    {
        RunTab.Run => new PaneText(RunText.Head(_bench.ChosenRun, width, DateTimeOffset.Now), RunText.Log(_bench.ChosenRun, width)) { FollowsEnd = true },
        RunTab.Results => new PaneText([], RunText.Results(_bench.ChosenRun, width)),
        _ => new PaneText([], ConfigText.Lines(_bench.Chosen, width)),
    };
}
