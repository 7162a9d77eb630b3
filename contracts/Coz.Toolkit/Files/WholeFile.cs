using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>Writes files that are either whole or not there: to a temporary name beside the target, flushed to the disk, and renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes a file through a stream.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder is made if missing.</param>
    /// <param name="write">Writes the content; the stream can seek, and is closed afterwards.</param>
    /// <exception cref="CozException">The file cannot be written: the message names it and the cause. What was there before is unchanged.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CozException($"Cannot write {path}: {OneLine.Of(e.Message, 300)}", e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write's own fault is the one to report; a left-over .tmp is never read.
        }
    }
}
