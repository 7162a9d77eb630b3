using System.Text;
using System.Text.RegularExpressions;
using NetVips;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>
/// What a file says beside its pixels: EXIF, XMP, IPTC, the ICC profile, resolution, texts. The orientation has been applied, so it is
/// reset in EXIF and XMP; the small preview that cameras put into EXIF shows the old picture and is left out.
/// </summary>
/// <param name="source">The upright picture; the caller keeps it.</param>
internal sealed partial class PictureMetadata(Image source)
{
    private const string Exif = "exif-data";
    private const string Xmp = "xmp-data";
    private static readonly string[] Kept = [Exif, Xmp, "iptc-data", "icc-profile-data", "photoshop-data", "image-description", "resolution-unit"];
    private static readonly string[] KeptStarts = ["exif-ifd", "png-comment-"];

    /// <summary>Gives an image the metadata.</summary>
    /// <param name="image">The result.</param>
    /// <returns>A new image.</returns>
    public Image ApplyTo(Image image) => image.Copy(xres: source.Xres, yres: source.Yres).Mutate(mutable =>
    {
        foreach (var field in source.GetFields().Where(IsKept))
            mutable.Set(source.GetTypeOf(field), field, field == Xmp ? Upright((byte[])source.Get(field)) : source.Get(field));
    });

    private static bool IsKept(string field) =>
        !field.EndsWith("-Orientation", StringComparison.Ordinal)
        && (Kept.Contains(field) || Array.Exists(KeptStarts, start => field.StartsWith(start, StringComparison.Ordinal)));

    // One byte for one byte: XMP says its length nowhere, but its writers leave room that others count on.
    private static byte[] Upright(byte[] xmp) =>
        Encoding.Latin1.GetBytes(XmpOrientation().Replace(Encoding.Latin1.GetString(xmp), match => $"{match.Groups[1].Value}1"));

    [GeneratedRegex("(tiff:Orientation(?:\\s*=\\s*[\"']|>)\\s*)[2-8]")]
    private static partial Regex XmpOrientation();
}
