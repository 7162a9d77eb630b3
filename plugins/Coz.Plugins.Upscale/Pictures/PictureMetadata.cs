using System.Text;
using System.Text.RegularExpressions;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// What a file says beside its pixels: EXIF, XMP, IPTC, the ICC profile, resolution, texts. The orientation has been applied, so it is
/// reset in EXIF and XMP; the small preview that cameras put into EXIF shows the old picture and is left out.
/// </summary>
/// <param name="source">The upright picture; the caller keeps it.</param>
/// <param name="exif">What its EXIF says, where libvips does not read it; null where it does, or cannot. The caller keeps it.</param>
/// <param name="block">The EXIF of a TIFF file, as files of other formats store it; null for other files.</param>
internal sealed partial class PictureMetadata(Image source, Image? exif, byte[]? block = null)
{
    private const string ExifField = "exif-data";
    private const string XmpField = "xmp-data";
    private static readonly string[] Kept = [ExifField, XmpField, "iptc-data", "icc-profile-data", "photoshop-data", "image-description", "resolution-unit"];
    private static readonly string[] KeptStarts = ["exif-ifd", "png-comment-"];

    /// <summary>EXIF as files other than TIFF store it; null if there is none.</summary>
    public byte[]? Exif => block ?? (source.Contains(ExifField) ? (byte[])source.Get(ExifField) : null);

    /// <summary>What of it a file of a format cannot hold.</summary>
    /// <returns>A sentence; null if it holds all.</returns>
    public string? LossIn(PictureFormat format)
    {
        if (format == PictureFormat.Tiff || Exif is not { } said)
            return null;
        var isUnread = block is not null && exif is null;
        return isUnread || (format == PictureFormat.Jpeg && said.Length > TiffExif.LongestSegment)
            ? $"its EXIF, {said.Length} bytes, {(said.Length > TiffExif.LongestSegment ? "is longer than the 64 KiB that are carried over" : "is damaged")}, and is left out; a TIFF file keeps it (--format tiff)."
            : null;
    }

    /// <summary>Gives an image the metadata.</summary>
    /// <param name="image">The result.</param>
    /// <returns>A new image.</returns>
    public Image ApplyTo(Image image)
    {
        using var copy = image.Copy(xres: source.Xres, yres: source.Yres);
        return copy.Mutate(mutable =>
        {
            foreach (var from in new[] { source, exif }.OfType<Image>())
            {
                foreach (var field in from.GetFields().Where(IsKept))
                    mutable.Set(from.GetTypeOf(field), field, Upright(field, from.Get(field)));
            }
        });
    }

    private static bool IsKept(string field) =>
        !field.EndsWith("-Orientation", StringComparison.Ordinal)
        && (Kept.Contains(field) || Array.Exists(KeptStarts, start => field.StartsWith(start, StringComparison.Ordinal)));

    // libvips forgets the orientation that it applied, and leaves it in the blocks.
    private static object Upright(string field, object value) => field switch
    {
        ExifField => ExifOrientation.Reset((byte[])value),
        XmpField => Upright((byte[])value),
        _ => value,
    };

    // One byte for one byte: its writers leave room that others count on.
    private static byte[] Upright(byte[] xmp) =>
        Encoding.Latin1.GetBytes(XmpOrientation().Replace(Encoding.Latin1.GetString(xmp), match => $"{match.Groups[1].Value}1"));

    [GeneratedRegex("(tiff:Orientation(?:\\s*=\\s*[\"']|>)\\s*)[2-8]")]
    private static partial Regex XmpOrientation();
}
