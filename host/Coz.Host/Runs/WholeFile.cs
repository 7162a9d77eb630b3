using System.Text;

namespace Coz.Host.Runs;

/// <summary>Writes small files whole or not at all: to a temporary name beside the target, flushed, renamed.</summary>
public static class WholeFile
{
    /// <summary>Writes a text file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="text">Its text, written as UTF-8.</param>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
