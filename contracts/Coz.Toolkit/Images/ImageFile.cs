using Coz.Contracts;
using OpenCvSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// Reads and writes image files: PNG, JPEG, TIFF, BMP and WebP, of 8 or 16 bits. Gray and palette become RGB, 16 bits are divided
/// by 65535, alpha is dropped. The orientation a camera wrote into a JPEG's EXIF is applied, as every viewer does; colour profiles are not read.
/// A damaged or shortened file is refused rather than read in part.
/// </summary>
public static class ImageFile
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"];

    /// <summary>Whether a file's ending says that it is an image.</summary>
    /// <param name="path">A path; the file is not looked at.</param>
    /// <returns>True for .png, .jpg, .jpeg, .tif, .tiff, .bmp and .webp in any case.</returns>
    public static bool HasImageEnding(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an image.</summary>
    /// <param name="path">The file; its format is told by its first bytes, not by its ending.</param>
    /// <returns>(1, 3, H, W) float32 in [0, 1], RGB, on the CPU, and what was converted; the caller disposes it.</returns>
    /// <exception cref="CozException">The file is missing, empty, cut short, damaged, or no image of a known format.</exception>
    public static LoadedImage Read(string path)
    {
        var notes = new List<string>();
        using var upright = ReadUpright(path, notes);
        return new LoadedImage(MatTensor.ToTensor(upright, path, notes), notes);
    }

    /// <summary>Reads an image as 8-bit levels, without a tensor.</summary>
    /// <param name="path">As for <see cref="Read"/>.</param>
    /// <returns>What <see cref="Read"/> gives times 255; samples of 16 bits are rounded to the nearest level.</returns>
    /// <exception cref="CozException">As for <see cref="Read"/>.</exception>
    public static ByteImage ReadBytes(string path)
    {
        using var upright = ReadUpright(path, []);
        return MatTensor.ToBytes(upright, path);
    }

    /// <summary>What a JPEG file makes of an image.</summary>
    /// <param name="image">The image; not changed.</param>
    /// <param name="quality">The quality, 1 to 100; colours are stored at half the resolution, as cameras do.</param>
    /// <returns>The image encoded and decoded.</returns>
    public static ByteImage ThroughJpeg(ByteImage image, int quality)
    {
        ArgumentNullException.ThrowIfNull(image);
        using var mat = MatTensor.ToMat(image);
        Cv2.ImEncode(".jpg", mat, out var bytes, [(int)ImwriteFlags.JpegQuality, quality]);
        using var decoded = Cv2.ImDecode(bytes, ImreadModes.Color);
        return MatTensor.ToBytes(decoded, "a JPEG in memory");
    }

    /// <summary>Checks that all of a file is there, as far as its format shows: markers, chunks and lengths, without decoding a pixel.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CozException">The file is missing, empty, cut short, or no image of a known format.</exception>
    public static void CheckWhole(string path)
    {
        var bytes = ImageBytes.Read(path);
        ImageBytes.CheckWhole(bytes, ImageBytes.KindOf(bytes, path), path);
    }

    /// <summary>Tells an image's size, from its header where that is simple (PNG, JPEG), else by reading it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The size that <see cref="Read"/> gives.</returns>
    /// <exception cref="CozException">As for <see cref="Read"/>; damage behind the header may stay unseen.</exception>
    public static ImageSize SizeOf(string path)
    {
        var head = ImageBytes.ReadHead(path);
        var size = ImageBytes.KindOf(head, path) switch
        {
            ImageKind.Png => PngStream.Size(head),
            ImageKind.Jpeg => JpegStream.Size(head),
            _ => null,
        };
        if (size is { } known)
            return known;
        using var image = Read(path);
        return new ImageSize((int)image.Pixels.shape[2], (int)image.Pixels.shape[3]);
    }

    /// <summary>Tells how a photo was taken, from its EXIF: that of JPEG and TIFF files, and of PNG files that have one before their pixels.</summary>
    /// <param name="path">The file; no pixel is decoded.</param>
    /// <returns>What the EXIF says; all null for a file without one.</returns>
    /// <exception cref="CozException">The file is missing, empty, or no image of a known format.</exception>
    public static PhotoExposure ExposureOf(string path)
    {
        var head = ImageBytes.ReadHead(path);
        return ImageBytes.KindOf(head, path) switch
        {
            ImageKind.Jpeg => ExifTags.Exposure(JpegStream.Exif(head)),
            ImageKind.Png => ExifTags.Exposure(PngStream.Exif(head)),
            ImageKind.Tiff => ExifTags.Exposure(ImageBytes.Read(path)),
            _ => ExifTags.Exposure([]),
        };
    }

    /// <summary>Writes an image: to a temporary name beside it, flushed and renamed.</summary>
    /// <param name="path">The file, replaced if it exists; its ending chooses the format. Its folder is made if it is missing.</param>
    /// <param name="image">(1, 3, H, W) or (3, H, W), RGB; clamped to [0, 1] and rounded to the nearest level. The caller keeps it.</param>
    /// <param name="bits">8, or 16 for PNG and TIFF.</param>
    /// <exception cref="CozException">The ending is of no known format, the format cannot hold 16 bits, or the file cannot be written.</exception>
    public static void Write(string path, Tensor image, int bits = 8)
    {
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (!HasImageEnding(path))
            throw new UsageException($"{path}: the ending chooses the image format; expected one of {string.Join(", ", Endings)}, got '{ending}'.");
        if (bits != 8 && (bits != 16 || ending is not (".png" or ".tif" or ".tiff")))
            throw new UsageException($"{path}: {bits} bits cannot be written; use 8, or 16 with .png or .tif.");
        using var mat = MatTensor.ToMat(image, bits);
        Cv2.ImEncode(ending, mat, out var bytes);
        WholeFile.Write(path, stream => stream.Write(bytes));
    }

    private static Mat ReadUpright(string path, List<string> notes)
    {
        var bytes = ImageBytes.Read(path);
        var kind = ImageBytes.KindOf(bytes, path);
        ImageBytes.CheckWhole(bytes, kind, path);
        using var decoded = Decode(bytes, path);
        return Upright(decoded, kind == ImageKind.Jpeg ? JpegStream.Orientation(bytes) : 1, path, notes);
    }

    private static Mat Decode(byte[] bytes, string path)
    {
        Mat mat;
        try
        {
            mat = Cv2.ImDecode(bytes, ImreadModes.Unchanged);
        }
        catch (OpenCVException e)
        {
            throw new CozException($"{path} cannot be decoded as an image: it is damaged, or larger than 2^30 pixels. Save it again from its source.", e);
        }

        if (!mat.Empty())
            return mat;
        mat.Dispose();
        throw new CozException($"{path} cannot be decoded as an image: it is damaged or cut short. Save it again from its source.");
    }

    private static Mat Upright(Mat stored, int orientation, string path, List<string> notes)
    {
        var upright = new Mat();
        if (orientation is < 2 or > 8)
        {
            stored.CopyTo(upright);
            return upright;
        }

        notes.Add($"{path}: EXIF orientation {orientation} applied.");
        using var turned = stored.Clone();
        if (orientation >= 5)
            Cv2.Transpose(stored, turned);
        FlipMode? flip = orientation switch
        {
            2 or 6 => FlipMode.Y,
            3 or 7 => FlipMode.XY,
            4 or 8 => FlipMode.X,
            _ => null,
        };
        if (flip is { } mode)
            Cv2.Flip(turned, upright, mode);
        else
            turned.CopyTo(upright);
        return upright;
    }
}
