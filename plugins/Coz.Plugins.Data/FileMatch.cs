using System.Globalization;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>Finds the LR file of each HR file.</summary>
internal static class FileMatch
{
    private static readonly string[] HrEndings = ["_HR", "HR", "H"];

    /// <summary>Matches by name, or by position where no name matches and the counts are equal.</summary>
    /// <exception cref="CozException">A file of either side has no partner.</exception>
    public static IReadOnlyList<(string Hr, string Lr)> All(IReadOnlyList<string> hr, IReadOnlyList<string> lr, double? scale)
    {
        var byName = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in lr)
            byName.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        var matches = new List<(string Hr, string Lr)>();
        foreach (var path in hr)
        {
            if (LrNames(Path.GetFileNameWithoutExtension(path), scale).FirstOrDefault(byName.ContainsKey) is { } name)
                matches.Add((path, byName[name]));
        }

        if (matches.Count == 0 && hr.Count == lr.Count)
            return [.. hr.Zip(lr)];
        var alone = hr.Except(matches.Select(match => match.Hr)).Concat(lr.Except(matches.Select(match => match.Lr))).FirstOrDefault();
        return alone is null ? matches : throw new CozException(
            $"{alone} has no partner: the {hr.Count} files of {Path.GetDirectoryName(hr[0])} and the {lr.Count} of {Path.GetDirectoryName(lr[0])} match by name ({matches.Count} do); remove it, or add its partner.");
    }

    // The same name first: a name may end in L or H by itself.
    private static IEnumerable<string> LrNames(string name, double? scale)
    {
        var stems = HrEndings.Where(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal)).Select(ending => name[..^ending.Length]).Prepend(name);
        var times = scale is { } value ? value.ToString(CultureInfo.InvariantCulture) : null;
        string[] endings = times is null ? ["", "_LR", "LR", "L"] : ["", $"x{times}", $"_x{times}", $"_LR_x{times}", $"_LRBI_x{times}", "_LR", "LR", "L"];
        return from stem in stems from ending in endings select stem + ending;
    }
}
