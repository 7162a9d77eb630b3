namespace Coz.Host.Configuration;

/// <summary>
/// Lays a stronger tree over a weaker one as people mean it: objects merge key by key, a list or scalar replaces what was there, and
/// a section that names another plugin drops the weaker one's other keys.
/// </summary>
public static class Layering
{
    private static readonly string[] PluginKeys = ["source", "name"];

    /// <summary>Merges two trees.</summary>
    /// <param name="weak">The weaker tree; null for none.</param>
    /// <param name="strong">The stronger tree.</param>
    /// <param name="dropped">Gets a line for every key that was dropped since the stronger tree names another plugin.</param>
    /// <param name="path">The path of the node; empty at the top, where <c>name</c> is the experiment's own name.</param>
    /// <returns>The merged tree.</returns>
    public static ConfigNode Merge(ConfigNode? weak, ConfigNode strong, ICollection<string> dropped, string path = "")
    {
        if (weak is null)
            return strong;
        if (path.Length > 0 && strong.IsScalar && weak.Members is not null && PluginOf(weak) is { } key && strong.Text is not null)
            strong = ConfigNode.Object([KeyValuePair.Create(key, strong)], strong.Origin);
        if (path.Length > 0 && strong.Members is not null && weak.IsScalar && !string.IsNullOrEmpty(weak.Text))
            weak = ConfigNode.Object([KeyValuePair.Create("name", weak)], weak.Origin);
        if (strong.Members is null || weak.Members is null)
            return strong;
        if (path.Length > 0 && NamesAnother(weak, strong))
        {
            foreach (var (other, node) in weak.Members.Where(member => strong[member.Key] is null))
                dropped.Add($"{path}:{other} (set by {node.Origin.Label}), since {strong.Origin.Label} chooses another plugin for '{path}'");
            return strong;
        }

        var merged = weak.Members.Select(member => strong[member.Key] is { } stronger
            ? KeyValuePair.Create(member.Key, Merge(member.Value, stronger, dropped, Join(path, member.Key)))
            : member);
        var added = strong.Members.Where(member => weak[member.Key] is null);
        return ConfigNode.Object(merged.Concat(added), strong.Origin);
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}:{key}";

    private static string? PluginOf(ConfigNode node) => PluginKeys.FirstOrDefault(key => node[key] is not null);

    private static bool NamesAnother(ConfigNode weak, ConfigNode strong) =>
        PluginOf(weak) is { } key
        && (strong[key] ?? strong["source"])?.Text is { } chosen
        && !chosen.Equals(weak[key]!.Text, StringComparison.OrdinalIgnoreCase);
}
