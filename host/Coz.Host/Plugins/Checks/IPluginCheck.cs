namespace Coz.Host.Plugins.Checks;

/// <summary>A stage of loading that looks at a plugin's files without loading them.</summary>
public interface IPluginCheck
{
    /// <summary>Looks at a plugin whose manifest was read.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    PluginFault? Check(PluginRecord plugin);
}
