using System.Text.RegularExpressions;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>
/// Finds LR-HR pairs by the names that published data sets of real pairs use, at any depth: a_HR and a_LR4 in one folder (RealSR), 001H
/// and 001L (City100), folders called alike but for HR and LR with a_x1 and a_x4 or equal names (DRealSR), and sequences
/// SCENE/cropped/00001, 00002... whose first image is the finest (SR-RAW after its own preparation).
/// </summary>
internal static partial class RealPairsTree
{
    private static readonly string[] SequenceFolders = ["aligned", "cropped"];

    /// <summary>Lists the pairs in ordinal order of the HR files; empty if there are none.</summary>
    public static IReadOnlyList<RealPair> Find(string root)
    {
        var folders = ImageTree.Images(root).GroupBy(path => Path.GetDirectoryName(path)!).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
        return [.. folders.SelectMany(folder => InFolder(root, folder.Key, folder.Value, folders)).OrderBy(pair => pair.Hr, StringComparer.Ordinal).ThenBy(pair => pair.Lr, StringComparer.Ordinal)];
    }

    /// <summary>The same, where there must be some.</summary>
    /// <exception cref="CozException">The folder is missing, or no pair is found.</exception>
    public static IReadOnlyList<RealPair> FindSome(string root)
    {
        if (!Directory.Exists(root))
            throw new CozException($"There is no folder {root}: give the folder of the pairs.");
        return Find(root) is { Count: > 0 } pairs ? pairs : throw new CozException(
            $"No pairs were found below {root}: names like a_HR and a_LR4 or 001H and 001L in one folder, or folders HR and LR with the same names, are known; for others use the source paired-folders.");
    }

    private static IEnumerable<RealPair> InFolder(string root, string folder, List<string> files, Dictionary<string, List<string>> folders)
    {
        if (SequenceFolders.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase))
            return Sequence(root, folder, files, folders);
        return HrFolder().IsMatch(Path.GetFileName(folder)) && folders.TryGetValue(LrFolderOf(folder), out var lr)
            ? Match(root, files, lr, HrInFolder())
            : Match(root, files, files, HrBeside());
    }

    private static IEnumerable<RealPair> Match(string root, List<string> hr, List<string> lr, Regex ending)
    {
        // Beside each other only names that say LR count; in a folder of their own any name does.
        var byBase = lr.Where(path => hr != lr || LrBeside().IsMatch(Stem(path))).ToLookup(path => Strip(Stem(path), hr == lr ? LrBeside() : LrInFolder()), StringComparer.Ordinal);
        foreach (var path in hr.Where(path => hr != lr || ending.IsMatch(Stem(path))))
        {
            foreach (var partner in byBase[Strip(Stem(path), ending)])
                yield return new RealPair(NameOf(root, path), partner, path);
        }
    }

    // Where a sequence was aligned as well as cropped, the aligned one counts.
    private static IEnumerable<RealPair> Sequence(string root, string folder, List<string> files, Dictionary<string, List<string>> folders)
    {
        var aligned = Path.Combine(Path.GetDirectoryName(folder)!, SequenceFolders[0]);
        if (folder != aligned && folders.ContainsKey(aligned))
            return [];
        return files.Skip(1).Select(lr => new RealPair($"{NameOf(root, Path.GetDirectoryName(folder)!)}/{Stem(lr)}", lr, files[0]));
    }

    private static string LrFolderOf(string folder) =>
        Path.Combine(Path.GetDirectoryName(folder) ?? "", HrFolder().Replace(Path.GetFileName(folder), match => match.Value.Replace("HR", "LR", StringComparison.Ordinal).Replace("hr", "lr", StringComparison.Ordinal)));

    private static string NameOf(string root, string path) => Path.ChangeExtension(Path.GetRelativePath(root, path), null).Replace('\\', '/');

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path);

    private static string Strip(string stem, Regex ending) => ending.Replace(stem, "");

    [GeneratedRegex("(?<=.)(_HR|HR|H)$")]
    private static partial Regex HrBeside();

    [GeneratedRegex(@"(?<=.)(_LR\d*|LR\d*|L)$")]
    private static partial Regex LrBeside();

    [GeneratedRegex("(?<=.)(_HR|HR|_x1)$")]
    private static partial Regex HrInFolder();

    [GeneratedRegex(@"(?<=.)(_LR\d*|LR\d*|_x\d+(\.\d+)?)$")]
    private static partial Regex LrInFolder();

    [GeneratedRegex("(?<![A-Za-z])(HR|hr)(?![A-Za-z])")]
    private static partial Regex HrFolder();
}
