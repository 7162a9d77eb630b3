using System.Buffers.Binary;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// EXIF in TIFF files, which libvips neither reads nor writes: there it is not a block, but entries and further directories of the file
/// itself. A maker's note goes along as it is, as everywhere.
/// </summary>
internal static class TiffExif
{
    private const int Head = 8;

    /// <summary>The bytes of a block that a segment of a JPEG holds, and so what libvips can be given.</summary>
    public const int LongestSegment = 65533;

    private static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>What a TIFF file says of its photo, as EXIF is stored elsewhere.</summary>
    /// <returns>A block with its prefix; null if the file says nothing.</returns>
    public static byte[]? Read(string path)
    {
        using var file = File.OpenRead(path);
        var said = new TiffReader(file).First()?.Where(entry => TiffTags.IsSaid(entry.Tag)).ToList() ?? [];
        return said.Count == 0 ? null : [.. Prefix, (byte)'I', (byte)'I', 42, 0, Head, 0, 0, 0, .. TiffWriter.Directory(said, isBig: false, Head)];
    }

    /// <summary>The fields that libvips makes of a block: an image needs these beside it to keep what it says.</summary>
    /// <returns>An image of one pixel with the fields, which the caller disposes; null if the block is too long or damaged.</returns>
    public static Image? Parse(byte[] block)
    {
        if (block.Length > LongestSegment)
            return null;
        try
        {
            using var pixel = Image.Black(1, 1);
            var jpeg = pixel.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
            var length = (ushort)(block.Length + 2);
            return Image.NewFromBuffer([0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. block, .. jpeg[2..]]);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    /// <summary>Adds to a TIFF file what a block says: the file's directory is written again at its end, with more entries.</summary>
    /// <param name="file">A whole TIFF file, as libvips writes them.</param>
    /// <param name="block">EXIF, with its prefix or without.</param>
    /// <param name="size">The picture's size.</param>
    public static void Append(Stream file, byte[] block, PictureSize size)
    {
        var bytes = block.AsSpan().StartsWith(Prefix) ? block[Prefix.Length..] : block;
        var said = new TiffReader(new MemoryStream(bytes)).First()?.Where(entry => TiffTags.IsSaid(entry.Tag)).Select(entry => Sized(entry, size)).ToList() ?? [];
        var reader = new TiffReader(file);
        if (said.Count == 0 || reader.First() is not { } own)
            return;
        var start = (file.Length + 1) / 2 * 2;
        var directory = TiffWriter.Directory([.. own, .. said.ExceptBy(own.Select(entry => entry.Tag), entry => entry.Tag)], reader.IsBig, start);
        file.SetLength(start);
        file.Seek(start, SeekOrigin.Begin);
        file.Write(directory);
        file.Seek(reader.OffsetPosition, SeekOrigin.Begin);
        Span<byte> offset = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(offset, start);
        file.Write(offset[..(reader.IsBig ? 8 : 4)]);
    }

    private static TiffEntry Sized(TiffEntry entry, PictureSize size) => entry.Directory is not { } inner ? entry : entry with
    {
        Directory = [.. inner.Select(other => other.Tag switch
        {
            TiffTags.ExifWidth => Long(other, size.Width),
            TiffTags.ExifHeight => Long(other, size.Height),
            _ => other,
        })],
    };

    private static TiffEntry Long(TiffEntry entry, int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return new TiffEntry(entry.Tag, 4, 1, bytes);
    }
}
