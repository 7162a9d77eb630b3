using System.Buffers.Binary;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The orientation in a block of EXIF.</summary>
internal static class ExifOrientation
{
    private const ushort Tag = 0x0112;
    private const int EntryBytes = 12;

    /// <summary>Says that the picture is upright, where the block says anything of it.</summary>
    /// <param name="block">EXIF, with its prefix or without.</param>
    /// <returns>A block of the same length; a damaged one as it is.</returns>
    public static byte[] Reset(byte[] block)
    {
        var upright = (byte[])block.Clone();
        var tiff = upright.AsSpan(block.AsSpan().StartsWith("Exif\0\0"u8) ? 6 : 0);
        if (tiff.Length < 8)
            return upright;
        var isLittle = tiff[0] == (byte)'I';
        var directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return upright;
        var entries = Word(tiff[(int)directory..], isLittle);
        for (var at = (int)directory + 2; entries-- > 0 && at + EntryBytes <= tiff.Length; at += EntryBytes)
        {
            if (Word(tiff[at..], isLittle) == Tag)
                (tiff[at + 8], tiff[at + 9]) = isLittle ? ((byte)1, (byte)0) : ((byte)0, (byte)1);
        }

        return upright;
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
