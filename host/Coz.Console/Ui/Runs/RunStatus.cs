using System.Globalization;
using Coz.Contracts;

namespace Coz.Console.Ui.Runs;

/// <summary>What a run has said so far: its events, folded.</summary>
internal sealed class RunStatus
{
    private const int MostLines = 1000;

    private readonly List<ProgressEvent> _progress = [];
    private readonly SortedDictionary<string, ScalarEvent> _scalars = new(StringComparer.Ordinal);
    private readonly List<string> _log = [];
    private readonly List<TableEvent> _tables = [];
    private readonly List<ArtefactEvent> _files = [];

    /// <summary>Its last state; null before it said one.</summary>
    public RunState? State { get; private set; }

    /// <summary>When it said its first word; null before.</summary>
    public DateTimeOffset? Started { get; private set; }

    /// <summary>When it said its last word.</summary>
    public DateTimeOffset LastWord { get; private set; }

    /// <summary>Pieces of work in the order of their first event.</summary>
    public IReadOnlyList<ProgressEvent> Progress => _progress;

    /// <summary>The last value of each series, by name.</summary>
    public IEnumerable<ScalarEvent> Scalars => _scalars.Values;

    /// <summary>Messages, warnings and faults, the oldest first.</summary>
    public IReadOnlyList<string> Log => _log;

    /// <summary>Tables in the order they came.</summary>
    public IReadOnlyList<TableEvent> Tables => _tables;

    /// <summary>Files the run leaves behind.</summary>
    public IReadOnlyList<ArtefactEvent> Files => _files;

    /// <summary>The fault the run ended with; null if it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Takes in an event.</summary>
    public void Apply(RunEvent runEvent)
    {
        Started ??= runEvent.Time;
        LastWord = runEvent.Time;
        switch (runEvent)
        {
            case StateEvent state:
                if (state.State == RunState.Running && State is RunState.Completed or RunState.Failed)
                    _progress.Clear();
                State = state.State;
                break;
            case ProgressEvent progress:
                Keep(progress);
                break;
            case ScalarEvent scalar:
                _scalars[scalar.Name] = scalar;
                break;
            case MessageEvent message:
                Note(message, message.IsWarning ? $"warning: {message.Text}" : message.Text);
                break;
            case FaultEvent fault:
                Note(fault, $"fault: {fault.Text}");
                Fault = fault.IsFatal ? fault.Text : Fault;
                break;
            case TableEvent table:
                _tables.Add(table);
                break;
            case ArtefactEvent file:
                _files.Add(file);
                break;
        }
    }

    private void Keep(ProgressEvent progress)
    {
        var index = _progress.FindIndex(known => known.Name == progress.Name);
        if (index < 0)
            _progress.Add(progress);
        else
            _progress[index] = progress;
    }

    private void Note(RunEvent runEvent, string text)
    {
        _log.Add($"{runEvent.Time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");
        if (_log.Count > MostLines)
            _log.RemoveRange(0, _log.Count - MostLines);
    }
}
