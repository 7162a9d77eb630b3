using System.Text;
using Coz.Contracts;

namespace Coz.Host.Runs;

/// <summary>Appends events to events.jsonl, a whole line at a time, and shows them to an observer. Safe from any thread.</summary>
/// <param name="path">The file; null to keep nothing.</param>
/// <param name="observer">Sees every event after it was written.</param>
public sealed class EventLog(string? path, Action<RunEvent>? observer) : IDisposable
{
    private readonly FileStream? _file = path is null ? null : Open(path);
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
                Write(_file, stamped);
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

    // A run that was killed may have left half a line: what follows starts on one of its own.
    private static FileStream Open(string path)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
                file.WriteByte((byte)'\n');
        }

        return file;
    }

    // On a full disk the run's own fault is the one to report, and the observer still hears of it.
    private static void Write(FileStream file, RunEvent runEvent)
    {
        try
        {
            file.Write(Encoding.UTF8.GetBytes(RunEventJson.Write(runEvent) + "\n"));
        }
        catch (IOException)
        {
        }
    }
}
