using Coz.Contracts;
using Coz.Host.Runs;

namespace Coz.Console.Ui.Runs;

/// <summary>Reads the events that a run appends to its events.jsonl.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class EventTail(string folder)
{
    private readonly LineTail _lines = new(new RunFolder(folder).Events);

    /// <summary>The events since the last call; lines this version does not know are skipped.</summary>
    public IReadOnlyList<RunEvent> Read() => [.. _lines.Read().Select(RunEventJson.TryRead).OfType<RunEvent>()];
}
