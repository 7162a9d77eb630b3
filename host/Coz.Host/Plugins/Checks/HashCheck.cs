using Coz.Contracts;

namespace Coz.Host.Plugins.Checks;

/// <summary>Are a pinned plugin's files the ones that were pinned?</summary>
/// <param name="policy">The pins.</param>
public sealed class HashCheck(PluginPolicy policy) : IPluginCheck
{
    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        if (policy.Plugins.GetValueOrDefault(plugin.Id)?.Sha256 is not { } pinned)
            return null;
        var actual = FolderHash.Of(plugin.Folder);
        return actual.Equals(pinned, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(PluginStatus.Tampered, $"its files have the hash {actual[..12]}..., pinned is {pinned[..Math.Min(12, pinned.Length)]}...", $"If you changed the plugin yourself, delete its pin from {PluginPolicy.LocalFileName}; if not, install it again.");
    }
}
