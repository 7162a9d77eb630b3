using System.Text;
using Coz.Contracts;

namespace Coz.Host.Runs;

/// <summary>Appends events to events.jsonl, a whole line at a time, and shows them to an observer. Safe from any thread.</summary>
/// <param name="path">The file; null to keep nothing.</param>
/// <param name="observer">Sees every event after it was written.</param>
public sealed class EventLog(string? path, Action<RunEvent>? observer) : IDisposable
{
    private readonly FileStream? _file = path is null ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Records an event.</summary>
    /// <param name="runEvent">The event; its time is set if it has none.</param>
    public void Publish(RunEvent runEvent)
    {
        var stamped = runEvent.Time == default ? runEvent with { Time = DateTimeOffset.Now } : runEvent;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            if (_file is not null)
            {
                _file.Write(Encoding.UTF8.GetBytes(RunEventJson.Write(stamped) + "\n"));
                _file.Flush();
            }

            observer?.Invoke(stamped);
        }
    }

    /// <summary>Closes the file; later events are dropped.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _file?.Dispose();
        }
    }
}
