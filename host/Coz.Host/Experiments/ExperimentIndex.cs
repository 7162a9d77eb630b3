using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Host.Experiments;

/// <summary>Finds the experiments at hand: samples/experiments of the project, and the .json files there that have a task or a base.</summary>
public static class ExperimentIndex
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Lists them by name.</summary>
    /// <param name="root">The folder that holds plugins.json.</param>
    /// <returns>Name, description and absolute path of each.</returns>
    public static IReadOnlyList<(string Name, string Description, string Path)> List(string root)
    {
        var folder = Path.Combine(root, "samples", "experiments");
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (Path.GetFileNameWithoutExtension(path), DescriptionOf(path), path))]
            : [];
    }

    /// <summary>The file of an experiment that is named by its path, or, if there is no such file, by its name in the list.</summary>
    /// <param name="root">The folder that holds plugins.json.</param>
    /// <param name="pathOrName">A path, or a name such as <c>quickstart</c>.</param>
    /// <returns>The path to read; the text itself where it names none.</returns>
    public static string Find(string root, string pathOrName) => File.Exists(pathOrName)
        ? pathOrName
        : List(root).FirstOrDefault(experiment => experiment.Name == pathOrName).Path ?? pathOrName;

    private static string DescriptionOf(string path)
    {
        try
        {
            return (string?)JsonNode.Parse(File.ReadAllText(path), documentOptions: Lenient)?["description"] ?? "";
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException or UnauthorizedAccessException)
        {
            return $"cannot be read: {e.Message.Split(" LineNumber:")[0]}";
        }
    }
}
