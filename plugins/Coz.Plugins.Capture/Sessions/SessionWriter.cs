using System.Text;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>
/// Appends to a session's manifest, a whole line at a time, each on the disk before the call returns. One process at a time. A line
/// that a kill cut off stays behind and is skipped by readers; the next one begins on a line of its own.
/// </summary>
internal sealed class SessionWriter : IDisposable
{
    private const string LockName = "session.lock";

    private readonly FileStream _file;
    private readonly FileStream _lock;
    private readonly TimeProvider _time;
    private bool _isCutOff;

    /// <exception cref="CozException">The manifest cannot be opened, or another process has it.</exception>
    public SessionWriter(string folder, TimeProvider time)
    {
        _time = time;
        var path = Path.Combine(folder, CaptureSession.ManifestName);
        try
        {
            Directory.CreateDirectory(folder);

            // A file of its own: on Linux only a file that is shared with nobody is locked against other writers. A kill lets it go.
            _lock = new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

            // Without a buffer: what a full disk refuses must not be written by a later call.
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            EndLastLine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"The session's manifest {path} cannot be written; another capture may use it: {e.Message}", e);
        }
    }

    /// <exception cref="DeviceException">DiskFull, DiskError: the line is not there.</exception>
    public void Append(SessionEntry entry)
    {
        var end = _file.Length;
        try
        {
            _file.Seek(0, SeekOrigin.End);
            _file.Write(Encoding.UTF8.GetBytes((_isCutOff ? "\n" : "") + SessionJson.Write(entry with { Time = _time.GetLocalNow() }) + "\n"));
            _file.Flush(flushToDisk: true);
            _isCutOff = false;
        }
        catch (IOException e)
        {
            CutTo(end);
            throw DeviceException.OfDisk($"The session's manifest {_file.Name} cannot be written", e);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    // Half a line would spoil the next one.
    private void CutTo(long end)
    {
        try
        {
            _file.SetLength(end);
        }
        catch (IOException)
        {
            _isCutOff = true;
        }
    }

    private void EndLastLine()
    {
        if (_file.Length == 0)
            return;
        _file.Seek(-1, SeekOrigin.End);
        if (_file.ReadByte() != '\n')
            _file.WriteByte((byte)'\n');
        _file.Flush(flushToDisk: true);
    }
}
