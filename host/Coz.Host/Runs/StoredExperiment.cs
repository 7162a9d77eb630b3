using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;

namespace Coz.Host.Runs;

/// <summary>Keeps a resolved experiment in a run's folder such that it can be read again as it was: paths resolve where they did.</summary>
public static class StoredExperiment
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="root">The merged tree.</param>
    public static void Write(RunFolder folder, ConfigNode root)
    {
        ArgumentNullException.ThrowIfNull(folder);
        RunFolder.Write(folder.OriginsFile, new JsonObject(ResolvedTree.Leaves(root).Select(leaf => KeyValuePair.Create(leaf.Key, (JsonNode?)leaf.Node.Origin.BaseFolder))));
        RunFolder.Write(folder.ExperimentFile, root.ToJson()!);
    }

    /// <summary>Reads it.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="CozException">The folder holds no whole experiment.</exception>
    public static ConfigNode Read(RunFolder folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        try
        {
            var origins = JsonNode.Parse(File.ReadAllText(folder.OriginsFile))!.AsObject();
            var tree = ConfigNode.FromJson(JsonNode.Parse(File.ReadAllText(folder.ExperimentFile)), new Origin(folder.ExperimentFile, folder.Path));
            return Rebased(tree, "", origins);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new CozException($"The experiment of {folder.Path} cannot be read: {FirstLine.Of(e)} A run goes on from its experiment.json and origins.json.", e);
        }
    }

    /// <summary>Whether a run's folder keeps an experiment: its values, and the folders its relative paths resolve against.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="root">The experiment's merged tree.</param>
    /// <returns>True if both are the same; false also if the folder holds no whole experiment. Where a number or an absolute path was set does not count: it resolves against nothing.</returns>
    public static bool IsOf(RunFolder folder, ConfigNode root)
    {
        try
        {
            return Facts(Read(folder)).SetEquals(Facts(root));
        }
        catch (CozException)
        {
            return false;
        }
    }

    private static HashSet<(string Key, string? Value, string Folder)> Facts(ConfigNode root) =>
        [.. ResolvedTree.Leaves(root).Select(leaf => (leaf.Key, leaf.Node.ToJson()?.ToJsonString(), MayBeRelative(leaf.Node) ? leaf.Node.Origin.BaseFolder : ""))];

    private static bool MayBeRelative(ConfigNode node) => node.Items is { } items
        ? items.Any(MayBeRelative)
        : node.ToJson() is { } json && json.GetValueKind() == JsonValueKind.String && !Path.IsPathRooted(node.Text);

    // A leaf's folder holds for all that is in it.
    private static ConfigNode Rebased(ConfigNode node, string key, JsonObject origins, Origin? above = null)
    {
        var origin = (string?)origins[key] is { } folder ? new Origin(node.Origin.Label, folder) : above ?? node.Origin;
        if (node.Members is { } members)
            return ConfigNode.Object(members.Select(member => KeyValuePair.Create(member.Key, Rebased(member.Value, key.Length == 0 ? member.Key : $"{key}:{member.Key}", origins, origin))), origin);
        return node.Items is { } items
            ? ConfigNode.List(items.Select((item, index) => Rebased(item, $"{key}:{index}", origins, origin)), origin)
            : ConfigNode.Scalar(node.Text, origin);
    }
}
