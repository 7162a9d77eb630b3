using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>The image files of a folder.</summary>
internal static class ImageFolder
{
    /// <summary>Lists the images by name, in ordinal order: the same on every system.</summary>
    /// <exception cref="CozException">The folder is missing, or holds no image.</exception>
    public static IReadOnlyList<string> Images(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CozException(File.Exists(folder)
                ? $"{folder} is a file: give the folder of the images."
                : $"There is no folder {folder}: give the folder of the images.");
        var images = ImagesIfAny(folder);
        return images.Count > 0 ? images : throw new CozException(
            $"{folder} holds no image ({Directory.GetFiles(folder).Length} files, none ending in .png, .jpg, .tif, .bmp or .webp){SubfolderHint(folder)}");
    }

    /// <summary>The same, of a folder that exists and may be empty.</summary>
    public static IReadOnlyList<string> ImagesIfAny(string folder) =>
        [.. Directory.GetFiles(folder).Where(file => ImageFile.HasImageEnding(file) && !Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal)];

    /// <summary>An image's name in tables: without its ending, unless another image differs by that alone.</summary>
    public static string ImageName(string path, IEnumerable<string> all)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return all.Count(other => Path.GetFileNameWithoutExtension(other) == stem) > 1 ? Path.GetFileName(path) : stem;
    }

    /// <summary>The data set's name in tables: the folder's, or its parent's where that is HR or LR.</summary>
    public static string DatasetName(string folder)
    {
        var directory = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return directory.Name.ToUpperInvariant() is "HR" or "LR" && directory.Parent is { } parent ? parent.Name : directory.Name;
    }

    private static string SubfolderHint(string folder) =>
        Directory.GetDirectories(folder).Order(StringComparer.Ordinal).FirstOrDefault() is { } sub ? $"; did you mean {sub}?" : ".";
}
