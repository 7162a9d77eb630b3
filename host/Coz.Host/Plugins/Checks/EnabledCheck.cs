namespace Coz.Host.Plugins.Checks;

/// <summary>Is the plugin switched on, and made for this platform?</summary>
/// <param name="settings">The command line's wishes.</param>
/// <param name="policy">The policy.</param>
public sealed class EnabledCheck(HostSettings settings, PluginPolicy policy) : IPluginCheck
{
    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        if (settings.ExcludedPlugins.Contains(plugin.Id))
            return new(PluginStatus.Disabled, "left out by --no-plugin", "Leave the argument out to use it.");
        if (policy.Plugins.GetValueOrDefault(plugin.Id) is { Enabled: false })
            return new(PluginStatus.Disabled, $"switched off in {PluginPolicy.FileName} or {PluginPolicy.LocalFileName}", $"Set plugins:{plugin.Id}:enabled to true there.");
        var runtimes = plugin.Manifest!.RuntimeIds;
        var here = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;
        return runtimes.Count == 0 || runtimes.Contains(here)
            ? null
            : new(PluginStatus.Incompatible, $"it runs on {string.Join(", ", runtimes)}; this is {here}", "Get a build of the plugin for this platform.");
    }
}
