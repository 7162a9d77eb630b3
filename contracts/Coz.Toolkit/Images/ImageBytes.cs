using System.Buffers.Binary;
using Coz.Contracts;

namespace Coz.Toolkit;

/// <summary>What can be told of an image file without decoding it: its format, and whether all of it is there.</summary>
internal static class ImageBytes
{
    private const int Head = 1 << 18;

    public static byte[] Read(string path) => Guard(path, () => File.ReadAllBytes(path));

    /// <summary>The first bytes, which hold the header unless a camera wrote more than a quarter of a megabyte before it.</summary>
    public static byte[] ReadHead(string path) => Guard(path, () =>
    {
        using var file = File.OpenRead(path);
        var head = new byte[Math.Min(Head, file.Length)];
        file.ReadExactly(head);
        return head;
    });

    public static ImageKind KindOf(ReadOnlySpan<byte> bytes, string path)
    {
        if (bytes.StartsWith(PngStream.Signature))
            return ImageKind.Png;
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return ImageKind.Jpeg;
        if (bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) || bytes.StartsWith("II+\0"u8) || bytes.StartsWith("MM\0+"u8))
            return ImageKind.Tiff;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..].StartsWith("WEBP"u8))
            return ImageKind.WebP;
        if (bytes.StartsWith("BM"u8) && bytes.Length >= 34)
            return ImageKind.Bmp;
        throw new CozException($"{path} is no image: its first bytes are those of no PNG, JPEG, TIFF, BMP or WebP file. Remove it, or save it as one of these.");
    }

    public static void CheckWhole(ReadOnlySpan<byte> bytes, ImageKind kind, string path)
    {
        var fault = kind switch
        {
            ImageKind.Png => PngStream.Fault(bytes),
            ImageKind.Jpeg => JpegStream.Fault(bytes),
            ImageKind.Bmp => BmpFault(bytes),
            ImageKind.WebP => BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length ? "it ends before its last chunk" : null,
            _ => null,
        };
        if (fault is not null)
            throw new CozException($"{path} is a damaged {kind.ToString().ToUpperInvariant()} file: {fault} ({bytes.Length} bytes). Copy it again from its source.");
    }

    private static string? BmpFault(ReadOnlySpan<byte> bytes)
    {
        const int infoHeader = 40;
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[14..]) < infoHeader || BinaryPrimitives.ReadInt32LittleEndian(bytes[30..]) is not (0 or 3))
            return null;
        var start = BinaryPrimitives.ReadUInt32LittleEndian(bytes[10..]);
        long width = BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]);
        long height = Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..]));
        var stride = ((width * BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..])) + 31) / 32 * 4;
        return start + (stride * height) > bytes.Length ? "it ends before its last row" : null;
    }

    private static byte[] Guard(string path, Func<byte[]> read)
    {
        try
        {
            var bytes = read();
            return bytes.Length > 0 ? bytes : throw new CozException($"{path} is empty: 0 bytes. Copy it again from its source.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CozException($"There is no image {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
