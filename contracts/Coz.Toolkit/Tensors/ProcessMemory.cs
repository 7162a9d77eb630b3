using System.Diagnostics;
using System.Globalization;

namespace Coz.Toolkit;

/// <summary>The memory this process holds: its code, the collected heap, and what tensors and other native libraries allocated.</summary>
public static class ProcessMemory
{
    private const string Status = "/proc/self/status";
    private const string ClearRefs = "/proc/self/clear_refs";
    private const int Kilo = 1024;

    /// <summary>The resident memory of now.</summary>
    /// <returns>Bytes.</returns>
    public static long Resident() => Read("VmRSS:") ?? Current(process => process.WorkingSet64);

    /// <summary>The most resident memory since the process started, or since <see cref="ResetPeak"/>.</summary>
    /// <returns>Bytes.</returns>
    public static long Peak() => Read("VmHWM:") ?? Current(process => process.PeakWorkingSet64);

    /// <summary>Lets the peak start again at the resident memory of now, where the system can (Linux).</summary>
    /// <returns>True if it did.</returns>
    public static bool ResetPeak()
    {
        if (!File.Exists(ClearRefs))
            return false;
        try
        {
            // proc(5): 5 resets the peak.
            File.WriteAllText(ClearRefs, "5");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long? Read(string key)
    {
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) : null;
        return line is null ? null : Kilo * long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static long Current(Func<Process, long> value)
    {
        using var process = Process.GetCurrentProcess();
        return value(process);
    }
}
