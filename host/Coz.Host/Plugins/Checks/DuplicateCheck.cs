namespace Coz.Host.Plugins.Checks;

/// <summary>Is the plugin's id, or one of its parts, there already? The first one found stays.</summary>
public sealed class DuplicateCheck : IPluginCheck
{
    private readonly Dictionary<string, PluginRecord> _ids = [];
    private readonly Dictionary<string, PluginRecord> _parts = [];

    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        if (_ids.TryGetValue(plugin.Id, out var twin))
            return new(PluginStatus.Duplicate, $"a plugin with the id '{plugin.Id}' was found in {twin.Folder}", "Delete one of the two folders.");
        foreach (var part in plugin.Manifest!.Provides)
        {
            if (_parts.TryGetValue(part.Key, out var owner))
                return new(PluginStatus.Duplicate, $"it provides {part.Key}, which plugin '{owner.Id}' provides already", $"Rename the part, or leave one out: --no-plugin {owner.Id}.");
        }

        _ids[plugin.Id] = plugin;
        foreach (var part in plugin.Manifest.Provides)
            _parts[part.Key] = plugin;
        return null;
    }
}
