using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>Looks at a frame's file before it is believed: all of it there, an image, its size, its EXIF.</summary>
internal static class FrameCheck
{
    /// <exception cref="CozException">The file is no whole image: the message says why.</exception>
    public static FrameFacts Examine(string path, TransferReceipt receipt)
    {
        if (new FileInfo(path).Length != receipt.Length)
            throw new CozException($"{Path.GetFileName(path)} has {new FileInfo(path).Length} bytes on the disk, and {receipt.Length} were transferred");
        ImageFile.CheckWhole(path);
        var size = ImageFile.SizeOf(path);
        return new FrameFacts(size.Width, size.Height, ExifReader.FocalLength(path), receipt.Sha256, receipt.Length);
    }
}
