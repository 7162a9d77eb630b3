using Coz.Host.Configuration;

namespace Coz.Host.Experiments;

/// <summary>Expands <c>matrix</c>: a list of values per key; the product of all lists is run.</summary>
public static class ExperimentMatrix
{
    /// <summary>Expands an experiment.</summary>
    /// <param name="root">The merged tree.</param>
    /// <returns>One tree a combination, without <c>matrix</c>, with what was chosen; the tree itself if it has no matrix.</returns>
    public static IReadOnlyList<(ConfigNode Root, string Choice)> Expand(ConfigNode root)
    {
        if (root["matrix"] is not { } matrix)
            return [(root, "")];
        var plain = ConfigNode.Object(root.Members!.Where(member => !member.Key.Equals("matrix", StringComparison.OrdinalIgnoreCase)), root.Origin);
        IEnumerable<(ConfigNode Root, string Choice)> combinations = [(plain, "")];
        foreach (var (path, values) in Axes(matrix, []))
        {
            combinations = from combination in combinations
                           from value in values
                           select (Apply(combination.Root, path, value), $"{combination.Choice} {string.Join(':', path)}={value.Text ?? value.ToJson()?.ToJsonString()}".Trim());
        }

        return [.. combinations];
    }

    private static IEnumerable<(string[] Path, IReadOnlyList<ConfigNode> Values)> Axes(ConfigNode node, string[] path) =>
        node.Items is { } values ? [(path, values)]
        : node.Members is { } members ? members.SelectMany(member => Axes(member.Value, [.. path, member.Key]))
        : [(path, [node])];

    private static ConfigNode Apply(ConfigNode root, string[] path, ConfigNode value)
    {
        var origin = new Origin($"matrix of {value.Origin.Label}", value.Origin.BaseFolder);
        var layer = path.Reverse().Aggregate(value, (inner, step) => ConfigNode.Object([KeyValuePair.Create(step, inner)], origin));
        return Layering.Merge(root, layer, []);
    }
}
