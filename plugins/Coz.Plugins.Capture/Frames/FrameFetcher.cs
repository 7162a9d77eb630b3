using System.Globalization;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>Brings a frame from the camera into the session's folder: transferred to a temporary name, verified, renamed.</summary>
internal sealed class FrameFetcher(CaptureOptions options, Rig rig, SessionJournal journal)
{
    private const string FrameFolder = "frames";
    private readonly PictureTransfer _transfer = new(rig, options.Retries);

    /// <summary>The file of a step, relative to the session's folder.</summary>
    public static string NameOf(int step) => $"{FrameFolder}/{step.ToString("0000", CultureInfo.InvariantCulture)}.jpg";

    /// <summary>Deletes what transfers that were cut off have left in a session's folder.</summary>
    public static void RemoveLeftovers(string session)
    {
        var folder = Path.Combine(session, FrameFolder);
        if (!Directory.Exists(folder))
            return;
        foreach (var file in Directory.EnumerateFiles(folder, "*.part"))
            Delete(file);
    }

    /// <summary>Fetches a frame.</summary>
    /// <returns>What is in the file; or, in a line, why the picture is none, or none of this session.</returns>
    /// <exception cref="DeviceException">It could not be transferred, or not be written: DiskFull, DiskError. The exposure is still on the camera.</exception>
    public async Task<(FrameFacts? Facts, string? Fault)> FetchAsync(int step, ExposureTicket ticket, CancellationToken cancellationToken)
    {
        var final = Path.Combine(journal.Folder, NameOf(step));
        var part = final + ".part";
        var (facts, fault) = await _transfer.FetchAsync(ticket, part, (text, kind) => journal.Note($"step {step}: {text}", kind), cancellationToken);
        if (facts is null)
            return (null, fault);
        if (await WrongSizeAsync(ticket, facts, cancellationToken) is { } misfit)
            return (null, misfit);
        PictureTransfer.OnDisk(final, () => File.Move(part, final, overwrite: true));
        return (facts, null);
    }

    /// <summary>Deletes a step's file that turned out not to be its frame.</summary>
    public void Discard(int step) => Delete(Path.Combine(journal.Folder, NameOf(step)));

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody reads a file that the manifest does not name.
        }
    }

    // The first frame is held against what the camera describes: if it were the measure itself, a wrong one would refuse all that follow.
    private async Task<string?> WrongSizeAsync(ExposureTicket ticket, FrameFacts facts, CancellationToken cancellationToken)
    {
        var size = (facts.Width, facts.Height);
        if ((options.FrameSize ?? journal.FrameSize) is { } asked)
            return asked == size ? null : Wrong(asked, options.FrameSize is null ? "as the frames before" : "as task:size says");

        // A camera describes its sensor, and turns the picture when it stands on its side.
        return await rig.FrameSizeAsync(cancellationToken) is { } described && described != size && described != (size.Height, size.Width)
            ? Wrong(described, "as the camera describes; task:size can say otherwise")
            : null;

        string Wrong((int Width, int Height) expected, string why) => $"{ticket.FileName} is {size.Width}x{size.Height}, expected {expected.Width}x{expected.Height}, {why}";
    }
}
