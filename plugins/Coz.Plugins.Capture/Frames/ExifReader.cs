using MetadataExtractor;
using MetadataExtractor.Formats.Exif;

namespace Coz.Plugins.Capture;

/// <summary>Reads what the rig needs of a photo's EXIF.</summary>
internal static class ExifReader
{
    /// <summary>The focal length in mm; null if the photo does not say one.</summary>
    public static double? FocalLength(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return ImageMetadataReader.ReadMetadata(file).OfType<ExifSubIfdDirectory>()
                .Select(directory => directory.TryGetRational(ExifDirectoryBase.TagFocalLength, out var focal) && focal.Denominator != 0 ? focal.ToDouble() : 0)
                .Where(focal => focal > 0)
                .Select(focal => (double?)focal)
                .FirstOrDefault();
        }
        catch (Exception e) when (e is ImageProcessingException or IOException)
        {
            return null;
        }
    }
}
