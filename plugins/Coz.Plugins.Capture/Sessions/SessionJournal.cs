using System.Security.Cryptography;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>A session under way: what was written so far, and what is to be written.</summary>
internal sealed class SessionJournal : IDisposable
{
    private readonly SessionWriter _writer;
    private readonly List<SessionEntry> _entries;

    public SessionJournal(string folder, TimeProvider time)
    {
        Folder = Path.GetFullPath(folder);
        _writer = new SessionWriter(Folder, time);
        _entries = [.. CaptureSession.Read(Folder).Entries];
    }

    public string Folder { get; }

    /// <summary>The session as its manifest tells it now.</summary>
    public CaptureSession Session => CaptureSession.Read(Folder);

    public bool IsNew => !_entries.OfType<SessionOpened>().Any();

    /// <summary>The size of the frames so far; null before the first.</summary>
    public (int Width, int Height)? FrameSize => _entries.OfType<FrameRecorded>().Select(frame => ((int, int)?)(frame.Width, frame.Height)).FirstOrDefault();

    /// <exception cref="UsageException">The session was begun with another plan.</exception>
    public void CheckPlan(SweepPlan plan)
    {
        if (_entries.OfType<SessionOpened>().FirstOrDefault() is { } opened && !opened.Steps.SequenceEqual(plan.Steps))
            throw new UsageException($"The session {Folder} was begun with another sweep ({opened.Steps.Count} steps from {opened.Steps[0].FocalLength:0.##} to {opened.Steps[^1].FocalLength:0.##} mm): go on with that one, or name another folder in task:session.");
    }

    public void Write(SessionEntry entry)
    {
        _writer.Append(entry);
        _entries.Add(entry);
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

    /// <summary>Exposures that were recorded or rejected, by their ids.</summary>
    public ILookup<string, int> Settled => _entries
        .Select(entry => entry switch { FrameRecorded frame => (frame.Ticket, frame.Step), FrameRejected rejected => (rejected.Ticket, rejected.Step), _ => ("", 0) })
        .Where(settled => settled.Item1.Length > 0)
        .ToLookup(settled => settled.Item1, settled => settled.Item2);

    /// <summary>Whether a frame's file is there with the bytes that were recorded.</summary>
    public bool IsIntact(FrameRecorded frame)
    {
        var path = Path.Combine(Folder, frame.File);
        if (!File.Exists(path) || new FileInfo(path).Length != frame.Length)
            return false;
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file)) == frame.Sha256;
    }

    /// <summary>Lets a step be done again: its file is lost.</summary>
    public void Forget(FrameRecorded frame)
    {
        Note($"step {frame.Step}: {frame.File} is missing or changed; the step is done again");
        _entries.RemoveAll(entry => entry is FrameRecorded other && other.Step == frame.Step);
    }

    public void Dispose() => _writer.Dispose();
}
