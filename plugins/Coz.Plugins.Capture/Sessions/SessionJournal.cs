using System.Security.Cryptography;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>A session under way: what was written so far, and what is to be written.</summary>
internal sealed class SessionJournal : IDisposable
{
    private readonly SessionWriter _writer;
    private readonly List<SessionEntry> _entries;
    private readonly Dictionary<int, FrameRecorded> _lost = [];

    public SessionJournal(string folder, TimeProvider time)
    {
        Folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _writer = new SessionWriter(Folder, time);
        _entries = [.. CaptureSession.Read(Folder).Entries];
    }

    /// <summary>The session's folder, absolute, without a slash at its end: names beside it are made of it.</summary>
    public string Folder { get; }

    /// <summary>The session as its manifest tells it now.</summary>
    public CaptureSession Session => CaptureSession.Read(Folder);

    public bool IsNew => !_entries.OfType<SessionOpened>().Any();

    /// <summary>Whether it was closed, and nothing was recorded since.</summary>
    public bool IsClosed => _entries.FindLastIndex(entry => entry is SessionClosed) is >= 0 and var closed && closed > _entries.FindLastIndex(entry => entry is FrameRecorded);

    /// <summary>The size of the frames so far; null before the first.</summary>
    public (int Width, int Height)? FrameSize => _entries.OfType<FrameRecorded>().Select(frame => ((int, int)?)(frame.Width, frame.Height)).FirstOrDefault();

    /// <exception cref="UsageException">The session was begun with another plan.</exception>
    public void CheckPlan(SweepPlan plan)
    {
        if (_entries.OfType<SessionOpened>().FirstOrDefault() is { } opened && !opened.Steps.SequenceEqual(plan.Steps))
            throw new UsageException($"The session {Folder} was begun with another sweep ({opened.Steps.Count} steps from {opened.Steps[0].FocalLength:0.##} to {opened.Steps[^1].FocalLength:0.##} mm): go on with that one, or name another folder in task:session.");
    }

    /// <summary>Frames of one session must be comparable: the same scene, devices and settings from the first opening on.</summary>
    /// <exception cref="UsageException">It was begun with others.</exception>
    public void CheckSame(SessionOpened now)
    {
        if (_entries.OfType<SessionOpened>().FirstOrDefault() is not { } begun)
            return;
        (string What, string Then, string Now)[] facts = [("scene", begun.Scene, now.Scene), ("camera", DeviceName.Of(begun.Camera), DeviceName.Of(now.Camera)), ("lens", DeviceName.Of(begun.Lens), DeviceName.Of(now.Lens))];
        var settings = begun.Settings.Keys.Union(now.Settings.Keys).Order(StringComparer.Ordinal).Select(key => (What: key, Then: begun.Settings.GetValueOrDefault(key, "not set"), Now: now.Settings.GetValueOrDefault(key, "not set")));
        var differences = facts.Where(fact => fact.Then != fact.Now).Concat(settings.Where(setting => !DeviceProperty.IsSame(setting.Then, setting.Now)))
            .Select(fact => $"{fact.What} {fact.Then}, now {fact.Now}")
            .ToList();
        if (differences.Count > 0)
            throw new UsageException($"The session {Folder} was begun with {string.Join("; ", differences)}: go on with what it was begun with, or name another folder in task:session.");
    }

    public void Write(SessionEntry entry)
    {
        _writer.Append(entry);
        _entries.Add(entry);
        if (entry is StepStarted started)
            _lost.Remove(started.Step);
    }

    /// <summary>Writes a line that nothing depends on; not at all where the disk is full: what is to be told of that is told elsewhere.</summary>
    public void NoteIfPossible(string text, FaultKind? fault = null)
    {
        try
        {
            Note(text, fault);
        }
        catch (DeviceException)
        {
            // The next line that something depends on says so again.
        }
    }

    public void Note(string text, FaultKind? fault = null) => Write(new SessionNote(text, fault));

    /// <summary>The frame of a step; null if there is none yet.</summary>
    public FrameRecorded? FrameOf(int step) => _entries.OfType<FrameRecorded>().LastOrDefault(frame => frame.Step == step);

    /// <summary>The begin of an exposure of a step that has neither become a frame nor been rejected; null if there is none.</summary>
    public StepStarted? OpenStep(int step)
    {
        var last = _entries.FindLastIndex(entry => entry is StepStarted started && started.Step == step);
        return last >= 0 && !_entries.Skip(last).Any(entry => entry is FrameRecorded frame && frame.Step == step || entry is FrameRejected rejected && rejected.Step == step)
            ? (StepStarted)_entries[last]
            : null;
    }

    /// <summary>The frame of a step whose file was lost, if the step was not taken again since: the camera may still hold it.</summary>
    public FrameRecorded? LostFrameOf(int step) => _lost.GetValueOrDefault(step);

    /// <summary>Exposures that were recorded or rejected, by their ids: the step, and the length where it is known.</summary>
    public ILookup<string, (int Step, long? Length)> Settled => _entries.SelectMany(SettledBy).ToLookup(settled => settled.Ticket, settled => (settled.Step, settled.Length));

    /// <summary>Whether a frame's file is there with the bytes that were recorded.</summary>
    /// <exception cref="DeviceException">DiskError: it is there, and the disk does not give it.</exception>
    public bool IsIntact(FrameRecorded frame)
    {
        var path = Path.Combine(Folder, frame.File);
        if (!File.Exists(path) || new FileInfo(path).Length != frame.Length)
            return false;
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file)) == frame.Sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DeviceException.OfDisk($"The frame {path} cannot be read", e);
        }
    }

    /// <summary>Lets a step be done again: its file is lost.</summary>
    public void Forget(FrameRecorded frame)
    {
        Note($"step {frame.Step}: {frame.File} is missing or changed; the step is done again");
        if (_entries.FindLastIndex(entry => entry is StepStarted started && started.Step == frame.Step) < _entries.FindLastIndex(entry => entry is FrameRecorded other && other.Step == frame.Step))
            _lost[frame.Step] = frame;
        _entries.RemoveAll(entry => entry is FrameRecorded other && other.Step == frame.Step);
    }

    public void Dispose() => _writer.Dispose();

    private static IEnumerable<(string Ticket, int Step, long? Length)> SettledBy(SessionEntry entry) => entry switch
    {
        FrameRecorded frame => [(frame.Ticket, frame.Step, frame.Length)],
        FrameRejected rejected => [(rejected.Ticket, rejected.Step, null)],
        _ => [],
    };
}
