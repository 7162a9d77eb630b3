namespace Coz.Host.Configuration;

/// <summary>Walks a tree for showing it.</summary>
public static class ResolvedTree
{
    /// <summary>The leaves of a tree with their key paths; a list of scalars that were set in one folder is one leaf.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="path">Its key path.</param>
    /// <returns>Paths and leaves, in order.</returns>
    public static IEnumerable<(string Key, ConfigNode Node)> Leaves(ConfigNode node, string path = "")
    {
        if (node.Members is { Count: > 0 } members)
            return members.SelectMany(member => Leaves(member.Value, path.Length == 0 ? member.Key : $"{path}:{member.Key}"));
        return node.Items is { Count: > 0 } items && !items.All(item => item.IsScalar && item.Origin.BaseFolder == node.Origin.BaseFolder)
            ? items.SelectMany((item, index) => Leaves(item, $"{path}:{index}"))
            : [(path, node)];
    }
}
