using System.Buffers.Binary;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>Reads directories of a TIFF or BigTIFF file, or of EXIF, which is one. What is damaged is left out.</summary>
/// <param name="stream">The file; it can seek.</param>
internal sealed class TiffReader(Stream stream)
{
    private const int MostEntries = 4096;
    private const int LongestValue = 1 << 24;
    private const int Deepest = 3;
    private bool _isLittle;

    /// <summary>Where the offset of the first directory stands.</summary>
    public int OffsetPosition => IsBig ? 8 : 4;

    /// <summary>Whether offsets have eight bytes.</summary>
    public bool IsBig { get; private set; }

    /// <summary>Reads the first directory, and those that it points at for the camera's data.</summary>
    /// <returns>Its entries; null if the file is no TIFF file.</returns>
    public IReadOnlyList<TiffEntry>? First()
    {
        stream.Seek(0, SeekOrigin.Begin);
        var head = Bytes(16, atLeast: 8);
        if (head is null || !(head.AsSpan().StartsWith("II"u8) || head.AsSpan().StartsWith("MM"u8)))
            return null;
        _isLittle = head[0] == (byte)'I';
        var version = Number(head.AsSpan(2, 2));
        if (version is not (42 or 43))
            return null;
        IsBig = version == 43;
        return Directory((long)Number(head.AsSpan(OffsetPosition, IsBig ? 8 : 4)), 0);
    }

    private List<TiffEntry>? Directory(long offset, int depth)
    {
        if (offset < 8 || offset >= stream.Length || depth > Deepest)
            return null;
        stream.Seek(offset, SeekOrigin.Begin);
        var (countBytes, entryBytes) = IsBig ? (8, 20) : (2, 12);
        if (Bytes(countBytes) is not { } count || Number(count) is var entries && entries > MostEntries || Bytes((int)Number(count) * entryBytes) is not { } table)
            return null;
        return [.. Enumerable.Range(0, table.Length / entryBytes).Select(i => Entry(table.AsSpan(i * entryBytes, entryBytes), depth)).OfType<TiffEntry>()];
    }

    private TiffEntry? Entry(ReadOnlySpan<byte> entry, int depth)
    {
        var (tag, type) = ((ushort)Number(entry[..2]), (ushort)Number(entry[2..4]));
        var count = Number(entry[4..(IsBig ? 12 : 8)]);
        var inline = entry[(IsBig ? 12 : 8)..];
        if (TiffEntry.SizeOf(type) is not (> 0 and var size) || count == 0 || count > LongestValue / (ulong)size)
            return null;
        if (TiffTags.IsDirectory(tag))
            return Directory((long)Number(inline[..Math.Min(size, inline.Length)]), depth + 1) is { } inner ? new TiffEntry(tag, type, 1, [], inner) : null;
        var length = (int)count * size;
        var value = length <= inline.Length ? inline[..length].ToArray() : At((long)Number(inline), length);
        if (value is null)
            return null;
        for (var at = 0; !_isLittle && at < length; at += TiffEntry.WordOf(type))
            value.AsSpan(at, TiffEntry.WordOf(type)).Reverse();
        return new TiffEntry(tag, type, (long)count, value);
    }

    private byte[]? At(long offset, int length)
    {
        if (offset < 0 || offset > stream.Length - length)
            return null;
        stream.Seek(offset, SeekOrigin.Begin);
        return Bytes(length);
    }

    private byte[]? Bytes(int length, int? atLeast = null)
    {
        var bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) >= (atLeast ?? length) ? bytes : null;
    }

    private ulong Number(ReadOnlySpan<byte> bytes) => (bytes.Length, _isLittle) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (8, true) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (8, false) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        _ => bytes[0],
    };
}
