namespace Coz.Host.Plugins;

/// <summary>A plugin that was found, and what became of it.</summary>
/// <param name="folder">Its folder.</param>
/// <param name="manifest">Its manifest; null if it could not be read.</param>
public sealed class PluginRecord(string folder, PluginManifest? manifest)
{
    /// <summary>Its folder, absolute.</summary>
    public string Folder { get; } = folder;

    /// <summary>Its manifest; null if it could not be read.</summary>
    public PluginManifest? Manifest { get; } = manifest;

    /// <summary>Its id; the folder's name if there is no manifest.</summary>
    public string Id => Manifest?.Id ?? Path.GetFileName(Folder);

    /// <summary>The fault that keeps it from being used; null if there is none so far.</summary>
    public PluginFault? Fault { get; set; }

    /// <summary>Its status.</summary>
    public PluginStatus Status => Fault?.Status ?? PluginStatus.Active;

    /// <summary>The DLL with its parts.</summary>
    public string EntryPath => Path.Combine(Folder, Manifest?.Entry ?? "");
}
