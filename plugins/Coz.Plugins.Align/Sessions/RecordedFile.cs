using System.Security.Cryptography;

namespace Coz.Plugins.Align;

/// <summary>A file of a session, held against the SHA-256 that was written down of it.</summary>
internal static class RecordedFile
{
    /// <summary>In a line, without a full stop: why a file is not the one that was written down; null if it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sha256">What was written down of it.</param>
    /// <param name="by">Who wrote that down.</param>
    public static string? Difference(string path, string sha256, string by)
    {
        try
        {
            using var file = File.OpenRead(path);
            var now = Convert.ToHexStringLower(SHA256.HashData(file));
            return now == sha256 ? null : $"{path} is not the file that {by} has recorded: its SHA-256 is {Short(now)}, expected {Short(sha256)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path}, which {by} has recorded, cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}";
        }
    }

    private static string Short(string sha256) => sha256.Length > 12 ? sha256[..12] + "..." : sha256;
}
