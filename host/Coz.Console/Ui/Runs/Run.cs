using Coz.Contracts;
using Coz.Host.Runs;

namespace Coz.Console.Ui.Runs;

/// <summary>A run that is followed and steered.</summary>
/// <param name="source">The run; disposed with this.</param>
internal sealed class Run(IRunSource source) : IDisposable
{
    private string _wish = "";
    private string _written = "";
    private bool _isKilled;

    /// <summary>What it has said so far.</summary>
    public RunStatus Status { get; } = new();

    /// <summary>The run's folder; null before it has one.</summary>
    public string? Folder => source.Folder;

    /// <summary>True until it has ended.</summary>
    public bool IsActive => !source.IsOver;

    /// <summary>Why it failed, in one line; null if it did not.</summary>
    public string? Fault => Phase == RunPhase.Failed ? Status.Fault ?? source.Complaint ?? "The run ended without a word: its process is gone." : null;

    /// <summary>How it stands.</summary>
    public RunPhase Phase => (source.IsOver, Status.State) switch
    {
        (true, RunState.Completed) => source.Complaint is null ? RunPhase.Completed : RunPhase.Failed,
        (true, RunState.Stopped) => RunPhase.Stopped,
        (true, _) => _isKilled ? RunPhase.Killed : RunPhase.Failed,
        _ when _wish == "stop" => RunPhase.Stopping,
        (false, RunState.Paused) => _wish == "resume" ? RunPhase.Running : RunPhase.Paused,
        _ when _wish == "pause" => RunPhase.Pausing,
        (false, null) => RunPhase.Starting,
        _ => RunPhase.Running,
    };

    /// <summary>Reads what is new, and writes a wish that had to wait for the folder.</summary>
    /// <returns>True if something changed.</returns>
    public bool Poll()
    {
        if (!IsActive)
            return false;
        var before = (Phase, Folder);
        var events = source.Read();
        foreach (var runEvent in events)
            Status.Apply(runEvent);
        Write();
        if (_isKilled && !IsActive && Folder is not null)
            File.Delete(new RunFolder(Folder).Control);
        return events.Count > 0 || before != (Phase, Folder);
    }

    /// <summary>Asks the run to stop; asked again, ends its process.</summary>
    public void Stop()
    {
        if (_wish == "stop")
        {
            _isKilled = true;
            source.Kill();
        }

        _wish = "stop";
        Write();
    }

    /// <summary>Asks the run to pause, or to go on.</summary>
    public void TogglePause()
    {
        if (_wish == "stop")
            return;
        _wish = Phase is RunPhase.Pausing or RunPhase.Paused ? "resume" : "pause";
        Write();
    }

    public void Dispose() => source.Dispose();

    private void Write()
    {
        var target = $"{Folder}|{_wish}";
        if (_wish.Length == 0 || Folder is null || !IsActive || target == _written)
            return;
        WholeFile.Write(new RunFolder(Folder).Control, _wish);
        _written = target;
    }
}
