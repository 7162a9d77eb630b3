using Coz.Console.Ui.Text;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Coz.Console.Ui.Views;

/// <summary>The list of experiments, each with the sign of its state.</summary>
internal sealed class ExperimentListView : FrameView
{
    private readonly Bench _bench;

    public ExperimentListView(Bench bench)
    {
        _bench = bench;
        Title = "Experiments";
        CanFocus = false;
        Add(new LinesView(Content) { Width = Dim.Fill(), Height = Dim.Fill() });
    }

    private PaneText Content(int width) => new([], [.. _bench.Experiments.Select(Line)]) { Marked = _bench.Chosen is null ? null : _bench.Index };

    private string Line(Experiments.ExperimentEntry experiment, int index) =>
        $"{(index == _bench.Index ? '>' : ' ')}{PhaseText.Sign(experiment, _bench.RunOf(experiment))} {experiment.Name}";
}
