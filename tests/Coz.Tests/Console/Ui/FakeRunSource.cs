using Coz.Console.Ui.Runs;
using Coz.Contracts;

namespace Coz.Tests.Ui;

/// <summary>A run without a process: a script of events.</summary>
internal sealed class FakeRunSource : IRunSource
{
    private readonly Queue<RunEvent> _script = new();
    private bool _isEnded;

    public string? Folder { get; set; }

    public bool IsOver { get; private set; }

    public string? Complaint { get; private set; }

    public bool IsKilled { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Say(params RunEvent[] events)
    {
        foreach (var runEvent in events)
            _script.Enqueue(runEvent with { Time = DateTimeOffset.Now });
    }

    public void End(string? complaint = null, params RunEvent[] events)
    {
        Say(events);
        Complaint = complaint;
        _isEnded = true;
    }

    public IReadOnlyList<RunEvent> Read()
    {
        RunEvent[] events = [.. _script];
        _script.Clear();
        IsOver = _isEnded;
        return events;
    }

    public void Kill()
    {
        IsKilled = true;
        _isEnded = true;
    }

    public void Dispose() => IsDisposed = true;
}
