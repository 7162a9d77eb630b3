namespace Coz.Console.Ui.Runs;

/// <summary>How a run stands, with what it was asked to do and has not done yet.</summary>
internal enum RunPhase
{
    Starting,
    Running,
    Pausing,
    Paused,
    Stopping,
    Completed,
    Stopped,
    Killed,
    Failed,
}
