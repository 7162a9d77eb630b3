using System.Text;

namespace Coz.Console.Ui.Runs;

/// <summary>Reads the lines that are appended to a file, whole lines only. The file may not exist yet.</summary>
/// <param name="path">The file.</param>
internal sealed class LineTail(string path)
{
    private const int MostBytes = 4 << 20;

    private long _position;

    /// <summary>The lines since the last call; of what is older than four megabytes, nothing.</summary>
    public IReadOnlyList<string> Read()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var isCut = file.Length - _position > MostBytes;
            file.Position = isCut ? file.Length - MostBytes : _position;
            var bytes = new byte[file.Length - file.Position];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            var end = bytes.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
            _position = file.Position - count + end;
            var lines = Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return isCut && lines.Length > 0 ? lines[1..] : lines;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
