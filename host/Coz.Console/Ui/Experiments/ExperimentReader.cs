using System.Text.Encodings.Web;
using System.Text.Json;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Configuration;
using Coz.Host.Experiments;

namespace Coz.Console.Ui.Experiments;

/// <summary>Reads the experiments at hand as the list shows them.</summary>
/// <param name="root">The folder that holds plugins.json.</param>
/// <param name="settings">The --set arguments that every run gets.</param>
internal sealed class ExperimentReader(string root, IReadOnlyList<string> settings)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads all of them, in the order of their paths.</summary>
    public IReadOnlyList<ExperimentEntry> ReadAll() => [.. ExperimentIndex.List(root).Select(found => Read(found.Name, found.Path))];

    /// <summary>Reads one; a malformed one becomes an entry with its fault.</summary>
    public ExperimentEntry Read(string name, string path)
    {
        try
        {
            var (roots, dropped) = CozHost.Resolve(path, settings);
            return new ExperimentEntry(name, path, roots[0].Root["name"]?.Text ?? name, [.. roots.SelectMany(Lines), .. dropped.Select(line => new ResolvedLine($"dropped: {line}"))], null);
        }
        catch (Exception e) when (e is CozException or IOException or UnauthorizedAccessException)
        {
            return new ExperimentEntry(name, path, name, [], e.Message.ReplaceLineEndings(" "));
        }
    }

    private static IEnumerable<ResolvedLine> Lines((ConfigNode Root, string Choice) tree, int index)
    {
        if (index > 0)
            yield return new ResolvedLine("");
        if (tree.Choice.Length > 0)
            yield return new ResolvedLine($"matrix: {tree.Choice}");
        foreach (var (key, node) in ResolvedTree.Leaves(tree.Root))
            yield return new ResolvedLine($"{key} = {node.Text ?? node.ToJson()?.ToJsonString(Readable) ?? "null"}", Path.GetFileName(node.Origin.Label));
    }
}
