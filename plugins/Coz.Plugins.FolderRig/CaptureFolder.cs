using System.Globalization;
using System.Text.RegularExpressions;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.FolderRig;

/// <summary>Reads a folder of captures.</summary>
internal static partial class CaptureFolder
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".tif", ".tiff"];

    /// <summary>The captures, by focal length; of several with the same one the first by name.</summary>
    /// <exception cref="CozException">The folder is missing, a photo has no focal length, or there are fewer than two.</exception>
    public static IReadOnlyList<Capture> Read(FolderRigOptions options)
    {
        if (!Directory.Exists(options.Folder))
            throw new CozException($"folder {options.Folder} does not exist: give the folder of your photos to both, --set camera:folder=FOLDER --set lens:folder=FOLDER.");
        var files = Directory.EnumerateFiles(options.Folder).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        List<Capture> captures = [.. files.Select(file => new Capture(file, FocalLengthOf(file, options.Focal))).DistinctBy(capture => capture.FocalLength).OrderBy(capture => capture.FocalLength)];
        return captures.Count >= 2 ? captures : throw new CozException($"folder {options.Folder} holds {captures.Count} photos of different focal lengths: at least two are expected.");
    }

    /// <summary>Why a device cannot replay a folder: nothing, or one line.</summary>
    /// <param name="noun">The device.</param>
    /// <param name="read">Reads the folder.</param>
    public static string[] Faults(string noun, Action read)
    {
        try
        {
            read();
            return [];
        }
        catch (CozException e)
        {
            return [$"{noun}:{e.Message}"];
        }
    }

    private static double FocalLengthOf(string file, FocalSource source)
    {
        var focal = source == FocalSource.Name ? null : FromExif(file);
        if (focal is null && source != FocalSource.Exif && NamePattern().Match(Path.GetFileName(file)) is { Success: true } match)
            focal = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return focal > 0 ? focal.Value : throw new CozException($"{file} does not say its focal length{(source == FocalSource.Name ? "" : " in its EXIF")}{(source == FocalSource.Exif ? "" : ": call it something like scene_035mm.jpg")}.");
    }

    private static double? FromExif(string file)
    {
        try
        {
            return ImageFile.ExposureOf(file).FocalLength;
        }
        catch (CozException)
        {
            // That it is no photo shows when it is transferred.
            return null;
        }
    }

    [GeneratedRegex(@"(?<![0-9.])([0-9]{1,4}(?:\.[0-9]+)?) ?mm", RegexOptions.IgnoreCase)]
    private static partial Regex NamePattern();
}
