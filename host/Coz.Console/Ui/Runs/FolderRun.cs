using Coz.Contracts;
using Coz.Host.Runs;

namespace Coz.Console.Ui.Runs;

/// <summary>A run that somebody else started, or that has ended, followed by its folder alone.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class FolderRun(string folder) : IRunSource
{
    private readonly RunFolder _folder = new(folder);
    private readonly EventTail _events = new(folder);

    public string? Folder => _folder.Path;

    public bool IsOver { get; private set; }

    public string? Complaint => null;

    public IReadOnlyList<RunEvent> Read()
    {
        if (IsOver)
            return [];
        var isAlive = RunLock.IsHeld(_folder);
        var events = _events.Read();
        IsOver = !isAlive;
        return events;
    }

    public void Kill()
    {
        using var process = RunLock.IsHeld(_folder) ? RunLock.Owner(_folder) : null;
        process?.Kill(entireProcessTree: true);
    }

    public void Dispose()
    {
    }
}
