using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>Brings a frame from the camera into the session's folder: transferred to a temporary name, verified, renamed.</summary>
internal sealed class FrameFetcher(CaptureOptions options, Rig rig, SessionJournal journal)
{
    private const string FrameFolder = "frames";

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
    /// <returns>What is in the file; or, in a line, why the picture is none.</returns>
    /// <exception cref="DeviceException">It could not be transferred, or not be written: DiskFull, DiskError. The exposure is still on the camera.</exception>
    public async Task<(FrameFacts? Facts, string? Fault)> FetchAsync(int step, ExposureTicket ticket, CancellationToken cancellationToken)
    {
        var final = Path.Combine(journal.Folder, NameOf(step));
        var part = final + ".part";
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var receipt = await rig.PatientlyAsync(token => TransferAsync(ticket, part, token), cancellationToken);
                var facts = FrameCheck.Examine(part, receipt) with { Told = Told(ticket) };
                if ((options.FrameSize ?? journal.FrameSize) is { } size && size != (facts.Width, facts.Height))
                    return (null, $"{ticket.FileName} is {facts.Width}x{facts.Height}, expected {size.Width}x{size.Height}");
                OnDisk(final, () => File.Move(part, final, overwrite: true));
                return (facts, null);
            }
            catch (DeviceException e) when (e.Kind == FaultKind.PartialTransfer && attempt < options.Retries)
            {
                journal.Note($"step {step}: {e.Message}", e.Kind);
            }
            catch (CozException e) when (e is not DeviceException && attempt < Math.Min(1, options.Retries))
            {
                journal.Note($"step {step}: {e.Message} Transferred again.", FaultKind.PartialTransfer);
            }
            catch (CozException e) when (e is not DeviceException)
            {
                return (null, e.Message);
            }
        }
    }

    /// <summary>Deletes a step's file that turned out not to be its frame.</summary>
    public void Discard(int step) => Delete(Path.Combine(journal.Folder, NameOf(step)));

    private static double? Told(ExposureTicket ticket) =>
        ticket.Notes.TryGetValue(ExposureTicket.FocalLengthNote, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var focal) && focal > 0 ? focal : null;

    private static void OnDisk(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw DeviceException.OfDisk($"{path} cannot be written, and the exposure is still on the camera", e);
        }
    }

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

    private async Task<TransferReceipt> TransferAsync(ExposureTicket ticket, string part, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        OnDisk(part, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);

            // Without a buffer of its own: a full disk then shows where it is expected, not when the file is closed.
            file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        });
        await using (file)
        {
            var receipt = await rig.Camera.TransferAsync(ticket, file!, null, cancellationToken);
            OnDisk(part, () => file!.Flush(flushToDisk: true));
            return receipt;
        }
    }
}
