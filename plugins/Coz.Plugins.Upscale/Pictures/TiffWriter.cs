using System.Buffers.Binary;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>Writes a TIFF directory and all that it points at, little-endian.</summary>
internal sealed class TiffWriter
{
    private const ushort Long = 4, Long8 = 16;
    private readonly MemoryStream _bytes;
    private readonly bool _isBig;
    private readonly long _start;

    private TiffWriter(MemoryStream bytes, bool isBig, long start) => (_bytes, _isBig, _start) = (bytes, isBig, start);

    private int OffsetBytes => _isBig ? 8 : 4;

    private int CountBytes => _isBig ? 8 : 2;

    private int EntryBytes => _isBig ? 20 : 12;

    /// <summary>Writes a directory.</summary>
    /// <param name="entries">Its entries.</param>
    /// <param name="isBig">Whether offsets have eight bytes.</param>
    /// <param name="start">The place in the file, even, where it will stand.</param>
    /// <returns>The directory, its values and further directories behind it.</returns>
    public static byte[] Directory(IReadOnlyList<TiffEntry> entries, bool isBig, long start)
    {
        using var bytes = new MemoryStream();
        new TiffWriter(bytes, isBig, start).Put(entries);
        return bytes.ToArray();
    }

    // The table is written last: by then it is known where its values are.
    private long Put(IReadOnlyList<TiffEntry> entries)
    {
        var sorted = entries.OrderBy(entry => entry.Tag).ToList();
        var at = _bytes.Length;
        var table = new byte[CountBytes + (sorted.Count * EntryBytes) + OffsetBytes];
        _bytes.Seek(0, SeekOrigin.End);
        _bytes.Write(table);
        Number(table, sorted.Count, CountBytes);
        for (var i = 0; i < sorted.Count; i++)
            Put(sorted[i], table.AsSpan(CountBytes + (i * EntryBytes), EntryBytes));
        _bytes.Seek(at, SeekOrigin.Begin);
        _bytes.Write(table);
        return _start + at;
    }

    private void Put(TiffEntry entry, Span<byte> to)
    {
        var type = entry.Directory is null ? entry.Type : _isBig ? Long8 : Long;
        BinaryPrimitives.WriteUInt16LittleEndian(to, entry.Tag);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], type);
        Number(to[4..], entry.Count, OffsetBytes);
        var value = to[(4 + OffsetBytes)..];
        if (entry.Directory is { } inner)
            Number(value, Put(inner), OffsetBytes);
        else if (entry.Value.Length <= value.Length)
            entry.Value.CopyTo(value);
        else
            Number(value, Append(entry.Value), OffsetBytes);
    }

    private long Append(byte[] value)
    {
        _bytes.Seek(0, SeekOrigin.End);
        var at = _bytes.Position;
        _bytes.Write(value);
        if (value.Length % 2 == 1)
            _bytes.WriteByte(0);
        return _start + at;
    }

    private static void Number(Span<byte> to, long value, int bytes)
    {
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(whole, value);
        whole[..bytes].CopyTo(to);
    }
}
