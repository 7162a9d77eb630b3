using Coz.Console.Ui.Experiments;
using Coz.Console.Ui.Runs;
using Coz.Contracts;

namespace Coz.Console.Ui;

/// <summary>What the text UI shows, without a screen: the experiments, the chosen one, and the newest run of each.</summary>
/// <param name="reader">Reads the experiments.</param>
/// <param name="launcher">Starts runs.</param>
internal sealed class Bench(ExperimentReader reader, IRunLauncher launcher) : IDisposable
{
    private readonly Dictionary<string, Run> _runs = [];

    /// <summary>The experiments.</summary>
    public IReadOnlyList<ExperimentEntry> Experiments { get; private set; } = [];

    /// <summary>The index of the chosen one.</summary>
    public int Index { get; private set; }

    /// <summary>The chosen one; null if there is none.</summary>
    public ExperimentEntry? Chosen => Index < Experiments.Count ? Experiments[Index] : null;

    /// <summary>The newest run of the chosen one; null if it never ran.</summary>
    public Run? ChosenRun => Chosen is { } chosen ? RunOf(chosen) : null;

    /// <summary>One line for the user on what was last asked for; empty if there is nothing to say.</summary>
    public string Notice { get; private set; } = "";

    /// <summary>The runs that go on.</summary>
    public IEnumerable<Run> ActiveRuns => _runs.Values.Where(run => run.IsActive);

    /// <summary>The newest run of an experiment; null if it never ran.</summary>
    public Run? RunOf(ExperimentEntry experiment) => _runs.GetValueOrDefault(experiment.Path);

    /// <summary>Reads the experiments anew, and finds runs of those that are new here.</summary>
    /// <returns>True if something changed.</returns>
    public bool Reload()
    {
        var path = Chosen?.Path;
        var found = reader.ReadAll();
        var isChanged = !found.Select(Identity).SequenceEqual(Experiments.Select(Identity));
        Experiments = found;
        Index = Math.Max(0, found.TakeWhile(experiment => experiment.Path != path).Count() is var index && index < found.Count ? index : Math.Min(Index, found.Count - 1));
        foreach (var experiment in found.Where(experiment => RunOf(experiment) is null))
        {
            if (launcher.FindLast(experiment.RunName) is { } last)
                isChanged |= Follow(experiment, last).Poll();
        }

        return isChanged;
    }

    /// <summary>Reads what the runs have said since the last call.</summary>
    /// <returns>True if something changed.</returns>
    public bool Poll() => _runs.Values.Aggregate(false, (isChanged, run) => Try(() => run.Poll()) | isChanged);

    /// <summary>Chooses the experiment some places further down, or up.</summary>
    public void Move(int places)
    {
        Index = Math.Clamp(Index + places, 0, Math.Max(0, Experiments.Count - 1));
        Notice = "";
    }

    /// <summary>Starts the chosen experiment.</summary>
    /// <returns>True if it was started; if not, the notice says why.</returns>
    public bool Start()
    {
        Reload();
        if (Chosen is not { } chosen)
            return Say("There is no experiment to run.");
        if (chosen.Fault is not null)
            return Say($"{chosen.Name} cannot be started: mend its file first.");
        if (ChosenRun is { IsActive: true })
            return Say($"{chosen.Name} runs already: s stops it.");
        Say("");
        return Try(() =>
        {
            Follow(chosen, launcher.Start(chosen.Path)).Poll();
            return true;
        });
    }

    /// <summary>Asks the chosen experiment's run to stop; asked again, ends its process.</summary>
    public void Stop()
    {
        if (ActiveRun() is not { } run)
            return;
        var isSecond = run.Phase == RunPhase.Stopping;
        if (Try(run.Stop))
            Say(isSecond ? "Its process was killed." : "It stops after its current step; s again kills it.");
    }

    /// <summary>Asks the chosen experiment's run to pause, or to go on.</summary>
    public void TogglePause()
    {
        if (ActiveRun() is { } run && Try(run.TogglePause))
            Say(run.Phase == RunPhase.Pausing ? "It pauses after its current step." : "");
    }

    /// <summary>Lets go of the runs; they go on.</summary>
    public void Dispose()
    {
        foreach (var run in _runs.Values)
            run.Dispose();
    }

    private static (string, string?, int) Identity(ExperimentEntry experiment) =>
        (experiment.Path, experiment.Fault, experiment.Lines.Aggregate(0, (hash, line) => HashCode.Combine(hash, line)));

    private Run Follow(ExperimentEntry experiment, IRunSource source)
    {
        RunOf(experiment)?.Dispose();
        return _runs[experiment.Path] = new Run(source);
    }

    private Run? ActiveRun()
    {
        if (ChosenRun is { IsActive: true } run)
            return run;
        Say(Chosen is null ? "" : $"{Chosen.Name} does not run: Enter starts it.");
        return null;
    }

    private bool Say(string notice)
    {
        Notice = notice;
        return false;
    }

    private bool Try(Action action) => Try(() =>
    {
        action();
        return true;
    });

    private bool Try(Func<bool> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is CozException or IOException or UnauthorizedAccessException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return Say(e.Message.ReplaceLineEndings(" "));
        }
    }
}
