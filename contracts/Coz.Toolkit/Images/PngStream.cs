using System.Buffers.Binary;

namespace Coz.Toolkit;

/// <summary>The chunks of a PNG file: decoders fill what is missing of a shortened file with black, so the structure is checked here.</summary>
internal static class PngStream
{
    private const int ChunkOverhead = 12;
    private static readonly uint[] Crc = MakeCrcTable();

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static ImageSize? Size(ReadOnlySpan<byte> bytes) => bytes.Length < 24 || !bytes[12..].StartsWith("IHDR"u8)
        ? null
        : new ImageSize(BinaryPrimitives.ReadInt32BigEndian(bytes[20..]), BinaryPrimitives.ReadInt32BigEndian(bytes[16..]));

    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Signature.Length..];
        var hasPixels = false;
        while (rest.Length >= ChunkOverhead)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - ChunkOverhead)
                return "it ends inside a chunk, cut short";
            var content = rest.Slice(4, 4 + (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]) != Checksum(content))
                return "a chunk's checksum is wrong";
            hasPixels |= content.StartsWith("IDAT"u8);
            if (content.StartsWith("IEND"u8))
                return hasPixels ? null : "it holds no pixels";
            rest = rest[(ChunkOverhead + (int)length)..];
        }

        return "it has no end chunk, cut short";
    }

    /// <summary>The EXIF block; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Exif(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes[Signature.Length..];
        while (rest.Length >= ChunkOverhead && BinaryPrimitives.ReadUInt32BigEndian(rest) is var length && length <= rest.Length - ChunkOverhead)
        {
            if (rest[4..].StartsWith("eXIf"u8))
                return rest.Slice(8, (int)length);
            rest = rest[(ChunkOverhead + (int)length)..];
        }

        return [];
    }

    private static uint Checksum(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var value in content)
            crc = Crc[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        const uint polynomial = 0xEDB88320;
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : polynomial ^ (value >> 1);
            table[i] = value;
        }

        return table;
    }
}
