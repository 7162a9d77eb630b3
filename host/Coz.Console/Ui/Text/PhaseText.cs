using Coz.Console.Ui.Experiments;
using Coz.Console.Ui.Runs;

namespace Coz.Console.Ui.Text;

/// <summary>The state of an experiment as one character, told apart without colour.</summary>
internal static class PhaseText
{
    /// <summary>What the signs mean, for the help.</summary>
    public const string Legend = "► runs  = paused  √ completed  ■ stopped  × failed  ! malformed file";

    /// <summary>The sign of an experiment.</summary>
    public static char Sign(ExperimentEntry experiment, Run? run) => run?.Phase switch
    {
        RunPhase.Starting or RunPhase.Running or RunPhase.Pausing or RunPhase.Stopping => '►',
        RunPhase.Paused => '=',
        _ when experiment.Fault is not null => '!',
        RunPhase.Completed => '√',
        RunPhase.Stopped or RunPhase.Killed => '■',
        RunPhase.Failed => '×',
        _ => ' ',
    };
}
