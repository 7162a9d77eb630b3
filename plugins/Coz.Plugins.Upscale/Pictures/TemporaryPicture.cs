using System.Security.Cryptography;
using System.Text;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// A file under a temporary name beside the one it becomes: hidden, the same each time, and locked while it is written, so that what a
/// killed process left is written over, and two processes at work on the same picture do not mix.
/// </summary>
internal sealed class TemporaryPicture : IDisposable
{
    private const string Mark = ".coz-tmp";
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _isCommitted;

    /// <summary>Makes the file; the folder is made if it is missing.</summary>
    /// <param name="path">The name it gets in the end.</param>
    /// <exception cref="OutputException">It cannot be made.</exception>
    public TemporaryPicture(string path)
    {
        (Path, _temporary) = (path, NameFor(path));
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            _stream = new FileStream(_temporary, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
            _stream.SetLength(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new OutputException(path, e.Message, e);
        }
    }

    /// <summary>The name it gets in the end.</summary>
    public string Path { get; }

    /// <summary>Why writing failed; null if it did not.</summary>
    public OutputException? Fault { get; private set; }

    /// <summary>The temporary name of a picture: of a long name, which leaves no room for more, a digest.</summary>
    public static string NameFor(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var bytes = Encoding.UTF8.GetBytes(name);
        if (bytes.Length + Mark.Length + 1 > PictureFormats.LongestName)
            name = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32];
        return System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{name}{Mark}");
    }

    /// <summary>Deletes what a process that was killed has left, unless one is at work on it.</summary>
    public static void Clear(string path)
    {
        var temporary = NameFor(path);
        if (!File.Exists(temporary))
            return;
        try
        {
            using (new FileStream(temporary, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever writes this picture next is told.
        }
    }

    /// <summary>Where libvips writes to.</summary>
    public TargetCustom Target()
    {
        var target = new TargetCustom();
        target.OnWrite += (bytes, length) => Guarded(() => Write(bytes, length));
        target.OnRead += (bytes, length) => (int)Guarded(() => _stream.Read(bytes, 0, length));
        target.OnSeek += (offset, origin) => Guarded(() => _stream.Seek(offset, origin));
        target.OnEnd += () => 0;
        return target;
    }

    /// <summary>Changes what was written.</summary>
    /// <exception cref="OutputException">The disk is full.</exception>
    public void Write(Action<Stream> write) => Throwing(() => write(_stream));

    /// <summary>Brings all to the disk and gives the file its name.</summary>
    /// <exception cref="OutputException">The disk is full, or the name cannot be taken.</exception>
    public void Commit() => Throwing(() =>
    {
        _stream.Flush(flushToDisk: true);

        // Renamed while it is still locked, where the system can: nobody else begins the same file in between.
        if (OperatingSystem.IsWindows())
            _stream.Dispose();
        File.Move(_temporary, Path, overwrite: true);
        _isCommitted = true;
        _stream.Dispose();
    });

    public void Dispose()
    {
        if (_isCommitted)
            return;
        try
        {
            Close();
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write's own fault is the one to report; the next run writes it over.
        }
    }

    // A full disk fails once more on what is still in the buffer.
    private void Close()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception e) when (IsFault(e))
        {
            _stream.SafeFileHandle.Dispose();
        }
    }

    private long Write(byte[] bytes, int length)
    {
        _stream.Write(bytes, 0, length);
        return length;
    }

    // A file that would become larger than the disk or the process's limit allows is an argument out of range to .NET.
    private static bool IsFault(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    private static OutputException FaultOf(string path, Exception e) => new(path, e is ArgumentOutOfRangeException ? "files may not grow so large there (a limit of the disk or of this process)" : e.Message, e);

    // Called from libvips: an exception must not pass through it.
    private long Guarded(Func<long> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsFault(e) || e is ObjectDisposedException)
        {
            Fault ??= FaultOf(Path, e);
            return -1;
        }
    }

    private void Throwing(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (IsFault(e))
        {
            throw Fault ??= FaultOf(Path, e);
        }
    }
}
