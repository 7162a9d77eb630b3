using System.Globalization;
using System.Text.Json.Nodes;

namespace Coz.Host.Runs;

/// <summary>
/// Keeps a run's lock alive and obeys its control file while the run goes on: stop cancels, pause closes the gate, resume opens it.
/// A file works on every system and across terminals.
/// </summary>
public sealed class RunControl : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    private readonly RunFolder? _folder;
    private readonly CancellationTokenSource _stop;
    private readonly Lock _steering = new();
    private readonly CancellationTokenSource _end = new();
    private readonly DateTimeOffset _started = DateTimeOffset.Now;
    private readonly Task _watch;
    private volatile TaskCompletionSource _gate = Opened();

    /// <summary>Takes control of a run.</summary>
    /// <param name="folder">Its folder; null for a run without one, which only its caller can stop.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    public RunControl(RunFolder? folder, CancellationToken cancellationToken)
    {
        _folder = folder;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (folder is not null)
            WriteLock(folder);
        _watch = folder is null ? Task.CompletedTask : Task.Run(() => WatchAsync(folder), CancellationToken.None);
    }

    /// <summary>Signalled when the run is to stop.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>True while the gate is closed.</summary>
    public bool IsPaused => !_gate.Task.IsCompleted;

    /// <summary>False for a run without a folder: nobody could open its gate again.</summary>
    public bool CanBeSteered => _folder is not null;

    /// <summary>Closes the gate from within, also where the disk is full. A resume of before must not open it again at once; a stop that nobody has read yet still holds.</summary>
    public void Pause()
    {
        lock (_steering)
        {
            Close();
            if (_folder is null)
                return;
            try
            {
                // Taken away before it is read: what is written meanwhile is a new file, and stays.
                var taken = _folder.Control + ".taken";
                File.Move(_folder.Control, taken, overwrite: true);
                if (Read(taken) == "stop")
                    Obey("stop");
                File.Delete(taken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // There is none, or it is being written: what it is going to say is said after the gate was closed, and holds.
            }
        }
    }

    /// <summary>Waits until the gate is open.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when the run may go on.</returns>
    public Task WaitAsync(CancellationToken cancellationToken) => _gate.Task.WaitAsync(cancellationToken);

    /// <summary>Lets the run go: the lock and the control file are deleted.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _watch.GetAwaiter().GetResult();
        if (_folder is not null)
        {
            File.Delete(_folder.Lock);
            File.Delete(_folder.Control);
        }

        _end.Dispose();
        _stop.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }

    private async Task WatchAsync(RunFolder folder)
    {
        var beat = DateTime.UtcNow;
        while (!_end.IsCancellationRequested)
        {
            try
            {
                lock (_steering)
                    Obey(Read(folder.Control));
                if (DateTime.UtcNow - beat > Heartbeat)
                {
                    WriteLock(folder);
                    beat = DateTime.UtcNow;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The file is being written, or the disk is full: the next round sees it.
            }

            await Task.Delay(Poll, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Read(string control) => File.Exists(control) ? File.ReadAllText(control).Trim() : "";

    private void Obey(string command)
    {
        switch (command)
        {
            case "stop":
                // Elsewhere: what waits for it goes on within the call, ends the run, and waits for this thread.
                if (!_stop.IsCancellationRequested)
                    _ = _stop.CancelAsync();
                break;
            case "pause":
                Close();
                break;
            case "resume":
                _gate.TrySetResult();
                break;
        }
    }

    private void Close()
    {
        if (!IsPaused)
            _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void WriteLock(RunFolder folder) => WholeFile.Write(folder.Lock, new JsonObject
    {
        ["pid"] = Environment.ProcessId,
        ["machine"] = Environment.MachineName,
        ["started"] = _started.ToString("O", CultureInfo.InvariantCulture),
        ["heartbeat"] = DateTimeOffset.Now.ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString());
}
