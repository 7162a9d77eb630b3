using Coz.Contracts;

namespace Coz.Host.Plugins;

/// <summary>
/// Finds plugins: every direct child of a search folder that holds a plugin.json, and the folders named by --plugin. A named plugin
/// stands in for one of the same id, and goes after all others: it cannot take another's part away by its name alone.
/// </summary>
public static class PluginFinder
{
    /// <summary>Finds the plugins and reads their manifests; loads nothing.</summary>
    /// <param name="settings">Where to look.</param>
    /// <param name="policy">The policy.</param>
    /// <returns>The plugins in order of precedence; one whose manifest cannot be read has its fault set.</returns>
    /// <exception cref="UsageException">A folder named by --plugin is no plugin.</exception>
    public static IReadOnlyList<PluginRecord> Find(HostSettings settings, PluginPolicy policy)
    {
        foreach (var folder in settings.ExtraPlugins.Where(folder => !IsPlugin(folder)))
            throw new UsageException($"--plugin {folder} is no plugin: expected a folder with a plugin.json (the output of a build with CozPlugin, often bin/Release/net10.0), or a folder of such folders.");
        var named = settings.ExtraPlugins.SelectMany(Expand).Distinct().Select(Read).ToList();
        var found = settings.ExcludedPlugins.Contains("*")
            ? []
            : policy.Folders.Select(folder => Path.GetFullPath(folder, settings.Root)).Where(Directory.Exists).SelectMany(Children);
        var others = found.Distinct().Where(folder => named.TrueForAll(plugin => plugin.Folder != folder)).Select(Read).ToLookup(plugin => named.Exists(other => other.Id == plugin.Id));
        return [.. others[false], .. named, .. others[true]];
    }

    private static bool IsPlugin(string folder) => Directory.Exists(folder) && Expand(folder).Any();

    private static IEnumerable<string> Expand(string folder) =>
        HasManifest(folder) ? [Path.GetFullPath(folder)] : Children(Path.GetFullPath(folder));

    private static IEnumerable<string> Children(string folder) =>
        Directory.EnumerateDirectories(folder).Where(HasManifest).Order(StringComparer.Ordinal);

    private static bool HasManifest(string folder) => File.Exists(Path.Combine(folder, PluginManifest.FileName));

    private static PluginRecord Read(string folder)
    {
        try
        {
            return new PluginRecord(folder, PluginManifest.Read(folder));
        }
        catch (PluginFaultException e)
        {
            return new PluginRecord(folder, null) { Fault = e.Fault };
        }
    }
}
