using System.Globalization;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>What may be used where nobody says how much.</summary>
internal static class FreeMemory
{
    private const string Info = "/proc/meminfo";
    private const string Line = "MemAvailable:";

    // Above it tiles gain nothing: their margins are a few percent by then.
    private const long Most = 4L << 30;

    /// <summary>Half of what is free, at most 4 GiB.</summary>
    /// <returns>Bytes, whole MiB.</returns>
    public static long Share()
    {
        var share = Math.Min(Available() / 2, Most);
        return share / MemorySize.Mebi * MemorySize.Mebi;
    }

    // The collector knows a container's limit, the system what others have left.
    private static long Available()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) : null;
        return line is null
            ? limit
            : Math.Min(limit, 1024 * long.Parse(line[Line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture));
    }
}
