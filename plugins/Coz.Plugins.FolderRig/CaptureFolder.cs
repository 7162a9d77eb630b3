using System.Globalization;
using System.Text.RegularExpressions;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.FolderRig;

/// <summary>Reads a folder of captures.</summary>
internal static partial class CaptureFolder
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".tif", ".tiff"];

    /// <summary>How close to its target the lens stands, in mm, and how far photos of one focal length stand apart.</summary>
    public const double Resolution = 0.001;

    /// <summary>The captures, by focal length; those of the same one by name.</summary>
    /// <exception cref="CozException">The folder is missing, a photo has no focal length, or there are fewer than two.</exception>
    public static IReadOnlyList<Capture> Read(FolderRigOptions options)
    {
        if (!Directory.Exists(options.Folder))
            throw new CozException($"folder {options.Folder} does not exist: give the folder of your photos to both, --set camera:folder=FOLDER --set lens:folder=FOLDER.");
        var files = Directory.EnumerateFiles(options.Folder).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
        var captures = new List<Capture>();
        foreach (var capture in files.Select(file => CaptureOf(file, options.Focal)).OrderBy(capture => capture.FocalLength))
            captures.Add(capture with { Position = captures.Count == 0 ? capture.FocalLength : Math.Max(capture.FocalLength, Math.Round(captures[^1].Position + (2 * Resolution), 6)) });
        var count = captures.DistinctBy(capture => capture.FocalLength).Count();
        return count >= 2 ? captures : throw new CozException($"folder {options.Folder} holds photos of {count} focal lengths: at least two are expected.");
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

    private static Capture CaptureOf(string file, FocalSource source)
    {
        var (focal, isByName) = (source == FocalSource.Name ? null : FromExif(file), false);
        if (focal is null && source != FocalSource.Exif && NamePattern().Match(Path.GetFileName(file)) is { Success: true } match)
            (focal, isByName) = (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), true);
        return focal > 0 ? new Capture(file, focal.Value, isByName, focal.Value) : throw new CozException($"{file} does not say its focal length{(source == FocalSource.Name ? "" : " in its EXIF")}{(source == FocalSource.Exif ? "" : ": call it something like scene_035mm.jpg")}.");
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
