using System.Buffers.Binary;

namespace Coz.Toolkit;

/// <summary>Reads the few tags that are needed of an EXIF block, which is a TIFF file (EXIF 2.3, TIFF 6.0). A damaged block says nothing, and does no harm.</summary>
internal static class ExifTags
{
    private const ushort OrientationTag = 0x0112;
    private const ushort CameraDirectory = 0x8769;
    private const ushort ShutterTag = 0x829A;
    private const ushort ApertureTag = 0x829D;
    private const ushort IsoTag = 0x8827;
    private const ushort FocalTag = 0x920A;

    /// <summary>The orientation, 1 to 8; 1 where none is written.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff) => Number(tiff, First(tiff), OrientationTag) is { } value and >= 1 and <= 8 ? (int)value : 1;

    /// <summary>How the photo was taken.</summary>
    public static PhotoExposure Exposure(ReadOnlySpan<byte> tiff)
    {
        var camera = Number(tiff, First(tiff), CameraDirectory);
        return new PhotoExposure(Positive(tiff, camera, FocalTag), Positive(tiff, camera, ShutterTag), Positive(tiff, camera, ApertureTag), Positive(tiff, camera, IsoTag));
    }

    private static double? First(ReadOnlySpan<byte> tiff) => tiff.Length >= 8 && (tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)) ? Long(tiff, 4) : null;

    private static double? Positive(ReadOnlySpan<byte> tiff, double? directory, ushort tag) => Number(tiff, directory, tag) is > 0 and var value ? value : null;

    // The first number of a tag: a short, a long, or a fraction, which stands elsewhere in the block.
    private static double? Number(ReadOnlySpan<byte> tiff, double? directory, ushort tag)
    {
        if (directory is not { } start || start > tiff.Length - 2)
            return null;
        var entries = Word(tiff, (int)start);
        for (var i = 0; i < entries; i++)
        {
            var at = (int)start + 2 + (12 * i);
            if (at + 12 > tiff.Length)
                break;
            if (Word(tiff, at) == tag)
                return Word(tiff, at + 2) switch { 3 => Word(tiff, at + 8), 4 => Long(tiff, at + 8), 5 => Fraction(tiff, Long(tiff, at + 8)), _ => null };
        }

        return null;
    }

    private static double? Fraction(ReadOnlySpan<byte> tiff, uint at) => at <= tiff.Length - 8 && Long(tiff, (int)at + 4) is > 0 and var below ? Long(tiff, (int)at) / (double)below : null;

    private static ushort Word(ReadOnlySpan<byte> tiff, int at) => tiff[0] == (byte)'I' ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    private static uint Long(ReadOnlySpan<byte> tiff, int at) => tiff[0] == (byte)'I' ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[at..]);
}
