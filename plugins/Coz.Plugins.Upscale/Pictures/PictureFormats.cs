namespace Coz.Plugins.Upscale.Pictures;

/// <summary>What each format can hold, and how its files are named.</summary>
internal static class PictureFormats
{
    private const int Short = 65535;

    // libvips' copy, the encoder's planes and tokens, and the compressed file: measured, docs/upscale.md.
    private const long WebPPixel = 20;

    /// <summary>The endings of files that are looked at in a folder.</summary>
    public const string Endings = ".png, .jpg, .jpeg, .tif, .tiff, .webp";

    /// <summary>The bytes of the longest name that file systems take.</summary>
    public const int LongestName = 255;

    /// <summary>The format that a file's ending says.</summary>
    /// <returns>The format; null for any other ending.</returns>
    public static PictureFormat? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => PictureFormat.Png,
        ".jpg" or ".jpeg" => PictureFormat.Jpeg,
        ".tif" or ".tiff" => PictureFormat.Tiff,
        ".webp" => PictureFormat.WebP,
        _ => null,
    };

    /// <summary>The ending of a new file.</summary>
    public static string Ending(this PictureFormat format) => format switch
    {
        PictureFormat.Png => ".png",
        PictureFormat.Jpeg => ".jpg",
        PictureFormat.Tiff => ".tif",
        _ => ".webp",
    };

    public static bool HoldsAlpha(this PictureFormat format) => format != PictureFormat.Jpeg;

    public static bool Holds16Bits(this PictureFormat format) => format is PictureFormat.Png or PictureFormat.Tiff;

    /// <summary>The bytes that the encoder holds of a whole picture; 0 where it writes row after row.</summary>
    /// <param name="format">The format.</param>
    /// <param name="size">The picture's size.</param>
    public static long EncoderBytes(this PictureFormat format, PictureSize size) => format == PictureFormat.WebP ? WebPPixel * size.Pixels : 0;

    /// <summary>The longest side a file of the format has.</summary>
    public static int LongestSide(this PictureFormat format) => format switch
    {
        PictureFormat.Jpeg => Short,
        PictureFormat.WebP => 16383,
        PictureFormat.Png => 1_000_000,
        _ => 10_000_000,
    };

    /// <summary>The name in messages.</summary>
    public static string Show(this PictureFormat format) => format == PictureFormat.WebP ? "WebP" : format.ToString().ToUpperInvariant();
}
