using System.Globalization;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>Copies a picture from the camera into a file and looks at it. What was cut short, or is no whole image, is transferred again.</summary>
/// <param name="rig">Whose camera has it.</param>
/// <param name="retries">How often at most.</param>
internal sealed class PictureTransfer(Rig rig, int retries)
{
    /// <summary>Copies a picture.</summary>
    /// <param name="ticket">The picture.</param>
    /// <param name="path">The file; its folder is made if missing.</param>
    /// <param name="note">Is told, in a line, why a transfer is repeated.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is in the file; or, in a line, why the picture is none.</returns>
    /// <exception cref="DeviceException">It could not be transferred, or not be written: DiskFull, DiskError. The exposure is still on the camera.</exception>
    public async Task<(FrameFacts? Facts, string? Fault)> FetchAsync(ExposureTicket ticket, string path, Action<string, FaultKind> note, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var receipt = await rig.PatientlyAsync(token => TransferAsync(ticket, path, token), cancellationToken);
                return (FrameCheck.Examine(path, receipt) with { Told = Told(ticket) }, null);
            }
            catch (DeviceException e) when (e.Kind == FaultKind.PartialTransfer && attempt < retries)
            {
                note(e.Message, e.Kind);
            }
            catch (CozException e) when (e is not DeviceException && attempt < Math.Min(1, retries))
            {
                note($"{e.Message} Transferred again.", FaultKind.PartialTransfer);
            }
            catch (CozException e) when (e is not DeviceException)
            {
                return (null, e.Message);
            }
        }
    }

    /// <summary>Does something to a file that a picture goes to.</summary>
    /// <exception cref="DeviceException">It cannot be written: DiskFull, DiskError.</exception>
    public static void OnDisk(string path, Action work)
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

    private static double? Told(ExposureTicket ticket) =>
        ticket.Notes.TryGetValue(ExposureTicket.FocalLengthNote, out var text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var focal) && focal > 0 ? focal : null;

    private async Task<TransferReceipt> TransferAsync(ExposureTicket ticket, string path, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        OnDisk(path, () =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);

            // Without a buffer of its own: a full disk then shows where it is expected, not when the file is closed.
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        });
        await using (file)
        {
            var receipt = await rig.Camera.TransferAsync(ticket, file!, null, cancellationToken);
            OnDisk(path, () => file!.Flush(flushToDisk: true));
            return receipt;
        }
    }
}
