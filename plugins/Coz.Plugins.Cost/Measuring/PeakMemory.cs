using System.Diagnostics;
using System.Globalization;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>The most memory this process has held at once since it started.</summary>
internal static class PeakMemory
{
    private const string Status = "/proc/self/status";
    private const string Line = "VmHWM:";
    private const double Kilo = 1024;

    /// <summary>Reads it.</summary>
    /// <returns>Megabytes of 1024 x 1024 bytes.</returns>
    public static double Megabytes()
    {
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) : null;
        if (line is not null)
            return double.Parse(line[Line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) / Kilo;
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / Kilo / Kilo;
    }
}
