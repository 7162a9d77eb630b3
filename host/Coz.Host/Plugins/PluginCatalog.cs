using Coz.Contracts;
using Coz.Host.Plugins.Checks;

namespace Coz.Host.Plugins;

/// <summary>
/// The plugins of this process. Finding and checking reads files only; a plugin is loaded when one of its parts is asked for, or
/// by <see cref="LoadAll"/>. A plugin with a fault keeps its status; the others go on. Not safe for several threads at once.
/// </summary>
public sealed class PluginCatalog
{
    private readonly HostSettings _settings;
    private readonly Dictionary<PluginRecord, LoadedPlugin> _loaded = [];
    private readonly IReadOnlyList<IPluginCheck> _deepChecks;
    private readonly HashSet<PluginRecord> _checked = [];

    /// <summary>Finds the plugins.</summary>
    /// <param name="settings">Where to look.</param>
    public PluginCatalog(HostSettings settings)
    {
        _settings = settings;
        Policy = PluginPolicy.Read(settings.Root);
        Plugins = PluginFinder.Find(settings, Policy);
        IPluginCheck[] quick = [new EnabledCheck(settings, Policy), new RangeCheck(settings), new CarriedCheck(settings), new HashCheck(Policy), new EntryCheck(), new DuplicateCheck()];
        _deepChecks = [new ReferenceCheck(settings)];
        foreach (var plugin in Plugins)
            Run(plugin, quick);
    }

    /// <summary>The policy that was read.</summary>
    public PluginPolicy Policy { get; }

    /// <summary>All plugins that were found, usable or not, in order of precedence.</summary>
    public IReadOnlyList<PluginRecord> Plugins { get; }

    /// <summary>The parts of the plugins without a fault so far, by their manifests.</summary>
    /// <returns>The parts, sorted by kind and name.</returns>
    public IReadOnlyList<PartInfo> Parts() =>
    [
        .. from plugin in Plugins
           where plugin.Status == PluginStatus.Active
           from part in plugin.Manifest!.Provides
           orderby part.Kind, part.Name
           select new PartInfo(part.Kind, part.Name, part.Summary, plugin.Id),
    ];

    /// <summary>The plugin that provides a part, loaded.</summary>
    /// <param name="key">The part's address, kind/name.</param>
    /// <returns>The loaded plugin; null if no usable plugin provides the part.</returns>
    public LoadedPlugin? Find(string key)
    {
        var plugin = Plugins.FirstOrDefault(plugin => plugin.Status == PluginStatus.Active && plugin.Manifest!.Provides.Any(part => part.Key == key));
        return plugin is null ? null : Load(plugin);
    }

    /// <summary>The fault of a plugin that promised a part but cannot be used.</summary>
    /// <param name="key">The part's address.</param>
    /// <returns>The plugin; null if none promised it.</returns>
    public PluginRecord? FindFaulty(string key) =>
        Plugins.FirstOrDefault(plugin => plugin.Fault is not null && plugin.Manifest?.Provides.Any(part => part.Key == key) == true);

    /// <summary>Loads every plugin that passes its checks, so that every status is final.</summary>
    public void LoadAll()
    {
        foreach (var plugin in Plugins.Where(plugin => plugin.Status == PluginStatus.Active))
            Load(plugin);
    }

    private LoadedPlugin? Load(PluginRecord plugin)
    {
        if (_loaded.TryGetValue(plugin, out var loaded))
            return loaded;
        if (_checked.Add(plugin))
            Run(plugin, _deepChecks);
        if (plugin.Fault is not null)
            return null;
        try
        {
            return _loaded[plugin] = LoadedPlugin.Load(plugin, _settings.SharedAssemblies);
        }
        catch (PluginFaultException e)
        {
            plugin.Fault = e.Fault;
            return null;
        }
    }

    private static void Run(PluginRecord plugin, IEnumerable<IPluginCheck> checks)
    {
        foreach (var check in checks)
        {
            if (plugin.Fault is not null)
                return;
            try
            {
                plugin.Fault = check.Check(plugin);
            }
#pragma warning disable CA1031 // Whatever a foreign file makes a check throw is that plugin's fault alone.
            catch (Exception e)
            {
                plugin.Fault = new(PluginStatus.Broken, $"its files cannot be read: {e.Message.ReplaceLineEndings(" ")}", "Copy the plugin again, and see that you may read it.");
            }
#pragma warning restore CA1031
        }
    }
}
