using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Host.Runs;

/// <summary>
/// Whether a run is alive, by its lock: on this machine, whether the process that wrote it is there; on another one that shares the
/// folder, whether its heartbeat is of late.
/// </summary>
public static class RunLock
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);

    // Clocks and process tables round differently.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Whether the run goes on.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>True if it does, in whichever process.</returns>
    public static bool IsHeld(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!File.Exists(folder.Lock))
            return false;
        if (Read(folder) is not { } entry || (string?)entry["machine"] is { } machine && machine != Environment.MachineName)
            return IsFresh(folder);
        using var owner = Owner(folder);
        return owner is { HasExited: false } || entry["machine"] is null && IsFresh(folder);
    }

    /// <summary>The process of this machine that holds the lock.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>The process, which the caller disposes; null if it is gone, or the lock names none.</returns>
    public static Process? Owner(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            if (Read(folder) is not { } entry || (int?)entry["pid"] is not { } id)
                return null;
            var process = Process.GetProcessById(id);

            // A number that was given again to a younger process.
            if ((DateTimeOffset?)entry["started"] is not { } started || process.StartTime <= started.LocalDateTime + Slack)
                return process;
            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    // Written anew with every heartbeat.
    private static bool IsFresh(RunFolder folder) => DateTime.UtcNow - File.GetLastWriteTimeUtc(folder.Lock) < Stale;

    private static JsonObject? Read(RunFolder folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(folder.Lock)) as JsonObject;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
