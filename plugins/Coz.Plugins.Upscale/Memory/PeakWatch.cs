using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// The most memory this process holds from a moment on. Exact where the kernel starts its own count anew (Linux); where it does not, or
/// refuses, a thread looks at it over and over, and misses what lives shorter than it waits.
/// </summary>
internal sealed class PeakWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private readonly Thread? _looks;
    private volatile bool _isOver;
    private long _most;

    /// <summary>Begins.</summary>
    /// <param name="reset">Starts the kernel's count anew, and says whether it did; null for the system's own way.</param>
    public PeakWatch(Func<bool>? reset = null)
    {
        IsExact = (reset ?? ProcessMemory.ResetPeak)();
        if (IsExact)
            return;
        _most = ProcessMemory.Resident();
        _looks = new Thread(Look) { Name = "coz memory watch", IsBackground = true };
        _looks.Start();
    }

    /// <summary>Whether no peak can be missed.</summary>
    public bool IsExact { get; }

    /// <summary>The most bytes so far.</summary>
    public long Bytes => IsExact ? ProcessMemory.Peak() : Math.Max(Seen, ProcessMemory.Resident());

    /// <summary>The most bytes that the thread has seen; 0 where there is none.</summary>
    internal long Seen => Interlocked.Read(ref _most);

    public void Dispose()
    {
        _isOver = true;
        _looks?.Join();
    }

    private void Look()
    {
        while (!_isOver)
        {
            Interlocked.Exchange(ref _most, Math.Max(Seen, ProcessMemory.Resident()));
            Thread.Sleep(Pause);
        }
    }
}
