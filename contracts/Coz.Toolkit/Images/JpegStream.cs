using System.Buffers.Binary;

namespace Coz.Toolkit;

/// <summary>
/// The markers of a JPEG file (ITU T.81, annex B), walked segment by segment: an EXIF thumbnail has markers of its own, and bytes may follow the end.
/// </summary>
internal static class JpegStream
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte App1 = 0xE1;

    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextMarker(bytes, ref at) is { } marker)
        {
            if (marker == EndOfImage)
                return null;
            if (marker is 0x01 or >= 0xD0 and <= 0xD8)
                continue;
            if (SegmentLength(bytes, at) is not { } length)
                break;
            at += length;
        }

        return "it has no end marker, cut short";
    }

    public static ImageSize? Size(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextMarker(bytes, ref at) is { } marker && marker is not (EndOfImage or StartOfScan) && SegmentLength(bytes, at) is { } length)
        {
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && length >= 7)
            {
                var size = new ImageSize(BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
                return size.Height == 0 ? null : Orientation(bytes) >= 5 ? new ImageSize(size.Width, size.Height) : size;
            }

            at += length;
        }

        return null;
    }

    /// <summary>The EXIF orientation, 1 to 8; 1 where none is written.</summary>
    public static int Orientation(ReadOnlySpan<byte> bytes) => ExifTags.Orientation(Exif(bytes));

    /// <summary>The EXIF block; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (NextMarker(bytes, ref at) is { } marker && marker is not (EndOfImage or StartOfScan) && SegmentLength(bytes, at) is { } length)
        {
            var content = bytes.Slice(at + 2, length - 2);
            if (marker == App1 && content.StartsWith("Exif\0\0"u8))
                return content[6..];
            at += length;
        }

        return [];
    }

    // In a scan 0xFF is followed by 0 (a stuffed byte) or a restart marker; between segments by fill bytes or the marker.
    private static byte? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        for (; at + 1 < bytes.Length; at++)
        {
            if (bytes[at] != 0xFF || bytes[at + 1] is 0x00 or 0xFF or (>= 0xD0 and <= 0xD7))
                continue;
            at += 2;
            return bytes[at - 1];
        }

        return null;
    }

    private static int? SegmentLength(ReadOnlySpan<byte> bytes, int at)
    {
        if (at + 2 > bytes.Length)
            return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        return length >= 2 && at + length <= bytes.Length ? length : null;
    }
}
