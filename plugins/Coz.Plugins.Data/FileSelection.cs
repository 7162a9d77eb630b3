using System.IO.Enumeration;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>Which images of a folder a source takes: so that training and validation can split one folder.</summary>
internal static class FileSelection
{
    /// <summary>The chosen images by name, in ordinal order.</summary>
    /// <exception cref="CozException">A pattern fits no image of the folder, or none is left.</exception>
    public static IReadOnlyList<string> Of(ImageFolderOptions options)
    {
        var all = ImageFolder.Images(options.Root);
        foreach (var (option, pattern) in options.Only.Select(p => ("only", p)).Concat(options.Exclude.Select(p => ("exclude", p))))
        {
            // A name that fits nothing is a typing mistake, and one that lets a held-out image into the training.
            if (!all.Any(image => Fits(image, pattern)))
                throw new CozException($"No image of {options.Root} is called '{pattern}', which '{option}' names: file names with their ending are expected, such as {Path.GetFileName(all[0])}.");
        }

        var chosen = all.Where(image => options.Only.Count == 0 || options.Only.Any(pattern => Fits(image, pattern)))
            .Where(image => !options.Exclude.Any(pattern => Fits(image, pattern)))
            .Take(options.Limit ?? int.MaxValue).ToList();
        return chosen.Count > 0 ? chosen : throw new CozException(
            $"'only' and 'exclude' leave none of the {all.Count} images of {options.Root}: name fewer in 'exclude'.");
    }

    private static bool Fits(string image, string pattern) => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(image));
}
