namespace Coz.Contracts.Devices;

/// <summary>A capture session as its manifest tells it: a folder with <c>session.jsonl</c> and the frames.</summary>
public sealed class CaptureSession
{
    /// <summary>The name of the manifest in the session's folder.</summary>
    public const string ManifestName = "session.jsonl";

    private CaptureSession(string folder, IReadOnlyList<SessionEntry> entries)
    {
        (Folder, Entries) = (folder, entries);
        Opened = entries.OfType<SessionOpened>().FirstOrDefault();
        Frames = [.. entries.OfType<FrameRecorded>().GroupBy(frame => frame.Step).Select(taken => taken.Last()).OrderBy(frame => frame.Step)];
    }

    /// <summary>The session's folder, absolute, without a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>All entries that are whole, in their order.</summary>
    public IReadOnlyList<SessionEntry> Entries { get; }

    /// <summary>The first line; null if the session is empty.</summary>
    public SessionOpened? Opened { get; }

    /// <summary>The frames, by step; where a step was recorded twice, since its file was lost, the last.</summary>
    public IReadOnlyList<FrameRecorded> Frames { get; }

    /// <summary>True if every step of the plan has its frame.</summary>
    public bool IsComplete => Opened is not null && Opened.Steps.Count == Frames.Count;

    /// <summary>Reads a session.</summary>
    /// <param name="folder">Its folder.</param>
    /// <returns>The session; empty if there is no manifest yet.</returns>
    /// <exception cref="CozException">The manifest cannot be read.</exception>
    public static CaptureSession Read(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        try
        {
            var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
            return new CaptureSession(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), [.. lines.Select(SessionJson.TryRead).OfType<SessionEntry>()]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"The session {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The file of a frame, absolute.</summary>
    /// <param name="frame">One of <see cref="Frames"/>.</param>
    /// <returns>The path.</returns>
    public string PathOf(FrameRecorded frame) => Path.GetFullPath(frame.File, Folder);
}
