namespace Coz.Host.Plugins;

/// <summary>What became of a plugin that was found.</summary>
public enum PluginStatus
{
    /// <summary>Its parts can be used.</summary>
    Active,

    /// <summary>Switched off by plugins.json, plugins.local.json or --no-plugin.</summary>
    Disabled,

    /// <summary>It was built for other contracts, or carries its own copy of what is shared.</summary>
    Incompatible,

    /// <summary>Its files are not the ones that were pinned.</summary>
    Tampered,

    /// <summary>Its id, or one of its parts, is there already.</summary>
    Duplicate,

    /// <summary>It is damaged, fails while it starts, or does not hold what it promises.</summary>
    Broken,

    /// <summary>An assembly it needs is not in its folder.</summary>
    MissingDependency,
}
