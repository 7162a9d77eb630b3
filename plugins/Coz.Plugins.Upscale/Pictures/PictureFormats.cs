namespace Coz.Plugins.Upscale.Pictures;

/// <summary>What each format can hold, and how its files are named.</summary>
internal static class PictureFormats
{
    private const int Short = 65535;

    /// <summary>The endings of files that are looked at in a folder.</summary>
    public const string Endings = ".png, .jpg, .jpeg, .tif, .tiff, .webp";

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
