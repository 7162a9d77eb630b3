namespace Coz.Plugins.Upscale.Jobs;

/// <summary>Where a path leads, links followed: two names of one file are one file.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Compares as most disks of the system do.</summary>
    public static StringComparer Comparer { get; } = OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>Follows all links of a path, what is not there yet included.</summary>
    public static string Of(string path) => Of(Path.GetFullPath(path), MostLinks);

    /// <summary>Follows the links of a file's folder, not the file's own: what a rename to this name replaces.</summary>
    public static string OfName(string path)
    {
        var full = Path.GetFullPath(path);
        return Path.GetDirectoryName(full) is { } folder ? Path.Combine(Of(folder), Path.GetFileName(full)) : full;
    }

    private static string Of(string full, int links)
    {
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            real = links > 0 && new FileInfo(next).LinkTarget is { } target ? Of(Path.GetFullPath(target, real), links - 1) : next;
        }

        return real;
    }
}
