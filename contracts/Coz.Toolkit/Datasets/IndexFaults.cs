using System.Globalization;

namespace Coz.Toolkit;

/// <summary>What an index must not say.</summary>
internal static class IndexFaults
{
    private const double LargestOffset = 1e6;

    public static IEnumerable<string> Of(DatasetIndex index)
    {
        foreach (var frame in index.Frames)
        {
            // A frame may be a little narrower than the anchor: the anchor itself is measured too.
            if (Fault(frame.Path, frame.Scene, frame.Scale, frame.Offset, 0.5) is { } fault)
                yield return fault;
        }

        foreach (var pair in index.Pairs)
        {
            if ((Fault(pair.Lr, pair.Scene, pair.Scale, pair.Offset, 0.99) ?? PathFault(pair.Hr)) is { } fault)
                yield return fault;
        }

        if (index.Frames.GroupBy(frame => frame.Path, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            yield return $"{twice.Key} stands in it twice";
    }

    private static string? Fault(string path, string scene, AxisPair scale, AxisPair offset, double least)
    {
        if (PathFault(path) is { } fault)
            return fault;
        if (scene.Length == 0)
            return $"{path} has no scene";
        if (!(scale.Rows >= least && scale.Rows <= ScaleRules.Maximum && scale.Columns >= least && scale.Columns <= ScaleRules.Maximum))
            return string.Create(CultureInfo.InvariantCulture, $"{path} has the scale {scale.Rows}, {scale.Columns} (rows, columns): {least} to {ScaleRules.Maximum} is expected");
        return Math.Abs(offset.Rows) < LargestOffset && Math.Abs(offset.Columns) < LargestOffset
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{path} has the offset {offset.Rows}, {offset.Columns} (rows, columns): LR pixels are expected");
    }

    private static string? PathFault(string path) => path.Length == 0 || Path.IsPathRooted(path) || path.Contains('\\', StringComparison.Ordinal) || path.Split('/').Contains("..")
        ? $"'{path}' is no path within the data set: relative to its root, with forward slashes"
        : null;
}
