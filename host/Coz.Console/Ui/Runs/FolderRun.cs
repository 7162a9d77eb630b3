using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Runs;

namespace Coz.Console.Ui.Runs;

/// <summary>A run that somebody else started, or that has ended, followed by its folder alone.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class FolderRun(string folder) : IRunSource
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(15);

    private readonly RunFolder _folder = new(folder);
    private readonly EventTail _events = new(folder);

    public string? Folder => _folder.Path;

    public bool IsOver { get; private set; }

    public string? Complaint => null;

    public IReadOnlyList<RunEvent> Read()
    {
        if (IsOver)
            return [];
        var isAlive = IsAlive();
        var events = _events.Read();
        IsOver = !isAlive;
        return events;
    }

    public void Kill()
    {
        using var process = IsFresh() ? Owner() : null;
        process?.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
    }

    private bool IsAlive()
    {
        if (!File.Exists(_folder.Lock))
            return false;
        using var process = IsFresh() ? null : Owner();
        return IsFresh() || process is { HasExited: false };
    }

    // The lock is written anew with every heartbeat.
    private bool IsFresh() => DateTime.UtcNow - File.GetLastWriteTimeUtc(_folder.Lock) < Stale;

    private Process? Owner()
    {
        try
        {
            return (int?)JsonNode.Parse(File.ReadAllText(_folder.Lock))?["pid"] is { } id ? Process.GetProcessById(id) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
