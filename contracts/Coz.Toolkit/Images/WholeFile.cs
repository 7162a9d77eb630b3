using System.Text;
using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>Writes files so that a reader, or a machine that loses its power, sees the old file or the new one, never a part.</summary>
public static class WholeFile
{
    /// <summary>Writes bytes: to a temporary name in the same folder, flushed to the disk and renamed.</summary>
    /// <param name="path">The file, replaced if it exists. Its folder is made if it is missing.</param>
    /// <param name="bytes">The content.</param>
    /// <exception cref="CozException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new CozException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark, as <see cref="Write(string, ReadOnlySpan{byte})"/> does.</summary>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <param name="text">The content.</param>
    /// <exception cref="CozException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The fault that led here is the one to report.
        }
    }
}
