namespace Coz.Plugins.Upscale.Pictures;

/// <summary>The tags of TIFF and EXIF that matter here.</summary>
internal static class TiffTags
{
    /// <summary>Columns and rows of the picture as EXIF repeats them.</summary>
    public const ushort ExifWidth = 0xA002, ExifHeight = 0xA003;

    private const ushort Exif = 0x8769, Gps = 0x8825, Interoperability = 0xA005;

    // Description, make, model, software, date, artist, host, copyright, and Windows' title, comment, author, keywords and subject.
    private static readonly ushort[] Said = [0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F];

    /// <summary>Whether an entry points at a directory of the camera's data.</summary>
    public static bool IsDirectory(ushort tag) => tag is Exif or Gps or Interoperability;

    /// <summary>Whether an entry of the first directory says something of the photo, rather than of how its pixels are stored.</summary>
    public static bool IsSaid(ushort tag) => tag is Exif or Gps || Said.Contains(tag);
}
