using System.Buffers.Binary;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// The head of an uncompressed BigTIFF file whose pixels follow row by row: the form in which a picture that does not exist yet can be
/// read from its beginning. No other format that libvips streams holds gray and RGB, alpha, and 8 and 16 bits.
/// </summary>
internal static class RowsAsTiff
{
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Long8 = 16;
    private const int HeaderBytes = 16;
    private const int EntryBytes = 20;
    private const int StripBytes = 1 << 18;

    /// <summary>Writes the head.</summary>
    /// <param name="size">The picture's size.</param>
    /// <param name="layout">How its samples lie.</param>
    /// <returns>All bytes before the first pixel.</returns>
    public static byte[] Head(PictureSize size, Layout layout)
    {
        var rowBytes = (long)size.Width * layout.PixelBytes;
        var stripRows = (int)Math.Clamp(StripBytes / rowBytes, 1, size.Height);
        var strips = ((size.Height - 1) / stripRows) + 1;
        var tags = layout.HasAlpha ? 11 : 10;
        var arrays = HeaderBytes + 8 + (tags * EntryBytes) + 8;
        var data = arrays + (strips > 1 ? 2L * 8 * strips : 0);
        var head = new byte[data];
        BinaryPrimitives.WriteUInt32LittleEndian(head, 0x002B4949);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(8), HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(HeaderBytes), (ulong)tags);
        var at = HeaderBytes + 8;
        Put(256, Long, 1, (ulong)size.Width);
        Put(257, Long, 1, (ulong)size.Height);
        Put(258, Short, layout.Bands, Repeat((ulong)layout.Bits, layout.Bands));
        Put(259, Short, 1, 1);
        Put(262, Short, 1, layout.Colours == 1 ? 1UL : 2UL);
        Put(273, Long8, strips, strips == 1 ? (ulong)data : (ulong)arrays);
        Put(277, Short, 1, (ulong)layout.Bands);
        Put(278, Long, 1, (ulong)stripRows);
        Put(279, Long8, strips, strips == 1 ? (ulong)(rowBytes * size.Height) : (ulong)(arrays + (8L * strips)));
        Put(284, Short, 1, 1);
        if (layout.HasAlpha)
            Put(338, Short, 1, 2);
        for (var strip = 0; strips > 1 && strip < strips; strip++)
        {
            var rows = Math.Min(stripRows, size.Height - (strip * stripRows));
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(arrays + (8 * strip)), data + ((long)strip * stripRows * rowBytes));
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(arrays + (8 * strips) + (8 * strip)), rows * rowBytes);
        }

        return head;

        void Put(ushort tag, ushort type, int count, ulong value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(at + 2), type);
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(at + 4), (ulong)count);
            BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(at + 12), value);
            at += EntryBytes;
        }
    }

    // Up to four shorts lie in the entry itself.
    private static ulong Repeat(ulong value, int count) => Enumerable.Range(0, count).Aggregate(0UL, (all, i) => all | (value << (16 * i)));
}
