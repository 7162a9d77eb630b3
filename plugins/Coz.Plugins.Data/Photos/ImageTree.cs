using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>The images below a folder.</summary>
internal static class ImageTree
{
    /// <summary>All images below a folder, in ordinal order of their paths; hidden files and folders, and tile stores, are left out.</summary>
    public static IReadOnlyList<string> Images(string root, string? except = null) =>
        [.. Walk(root, except is null ? null : Path.TrimEndingDirectorySeparator(Path.GetFullPath(except))).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder, string? except)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (ImageFile.HasImageEnding(file) && !IsHidden(file))
                yield return file;
        }

        foreach (var sub in Directory.EnumerateDirectories(folder))
        {
            if (IsHidden(sub) || Path.GetFullPath(sub) == except)
                continue;
            foreach (var file in Walk(sub, except))
                yield return file;
        }
    }

    private static bool IsHidden(string path) => Path.GetFileName(path).StartsWith('.');
}
