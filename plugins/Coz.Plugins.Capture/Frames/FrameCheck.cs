using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>Looks at a frame's file before it is believed: all of it there, an image, its size, its EXIF.</summary>
internal static class FrameCheck
{
    /// <exception cref="CozException">The file is no whole image: the message says why.</exception>
    /// <exception cref="DeviceException">The disk has not kept, or does not give back, what was transferred: DiskError.</exception>
    public static FrameFacts Examine(string path, TransferReceipt receipt)
    {
        if (new FileInfo(path).Length != receipt.Length)
            throw new DeviceException(FaultKind.DiskError, $"{path} has {new FileInfo(path).Length} bytes on the disk, and {receipt.Length} were transferred: see the disk.");
        try
        {
            ImageFile.CheckWhole(path);
            var size = ImageFile.SizeOf(path);
            return new FrameFacts(size.Width, size.Height, ImageFile.ExposureOf(path), receipt.Sha256, receipt.Length);
        }
        catch (CozException e) when (e.InnerException is IOException or UnauthorizedAccessException)
        {
            throw DeviceException.OfDisk($"{path} cannot be read back", e.InnerException!);
        }
    }
}
