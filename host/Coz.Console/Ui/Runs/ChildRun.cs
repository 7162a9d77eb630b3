using System.Diagnostics;
using Coz.Contracts;

namespace Coz.Console.Ui.Runs;

/// <summary>
/// A run in a child process, followed by files: what the child prints names the run's folder and the reason of a start that failed,
/// events.jsonl has the rest. A sweep has a folder after another; the newest is followed.
/// </summary>
internal sealed class ChildRun : IRunSource
{
    private const string FolderMark = "run folder: ";
    private const string FaultMark = "coz: ";

    private readonly Process _process;
    private readonly string _log;
    private readonly LineTail _printed;
    private readonly List<string> _faults = [];
    private EventTail? _events;
    private string _lastLine = "";

    /// <summary>Follows a process.</summary>
    /// <param name="process">The child; disposed with this.</param>
    /// <param name="log">The file that the child prints to; deleted with this, whether or not the child still writes to it.</param>
    public ChildRun(Process process, string log)
    {
        _process = process;
        _log = log;
        _printed = new LineTail(log);
    }

    public string? Folder { get; private set; }

    public bool IsOver { get; private set; }

    public string? Complaint { get; private set; }

    public IReadOnlyList<RunEvent> Read()
    {
        if (IsOver)
            return [];
        var hasExited = _process.HasExited;
        var events = new List<RunEvent>();
        foreach (var line in _printed.Read())
        {
            if (line.StartsWith(FolderMark, StringComparison.Ordinal))
                Follow(line[FolderMark.Length..], events);
            else if (line.StartsWith(FaultMark, StringComparison.Ordinal))
                _faults.Add(line[FaultMark.Length..]);
            else
                _lastLine = line;
        }

        events.AddRange(_events?.Read() ?? []);
        if (hasExited)
            End();
        return events;
    }

    public void Kill()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
        _process.Dispose();
        File.Delete(_log);
    }

    private void Follow(string folder, List<RunEvent> events)
    {
        events.AddRange(_events?.Read() ?? []);
        Folder = folder;
        _events = new EventTail(folder);
    }

    private void End()
    {
        IsOver = true;
        if (_faults.Count > 0)
            Complaint = string.Join("; ", _faults);
        else if (_process.ExitCode != 0)
            Complaint = $"The process ended with exit code {_process.ExitCode}{(_lastLine.Length > 0 && Folder is null ? $": {_lastLine}" : "")}.";
    }
}
