namespace Coz.Host;

/// <summary>Where the host looks and what it shares; the executable fills it in.</summary>
/// <param name="Root">The folder that holds plugins.json; relative search folders and runs/ lie in it.</param>
/// <param name="ExtraPlugins">Folders named by --plugin; each stands in for a plugin of the same id.</param>
/// <param name="ExcludedPlugins">Ids named by --no-plugin; <c>*</c> stands for all that is found in search folders.</param>
public sealed record HostSettings(
    string Root,
    IReadOnlyList<string> ExtraPlugins,
    IReadOnlyList<string> ExcludedPlugins)
{
    /// <summary>Simple names of the assemblies that the process has once: contracts, TorchSharp, OpenCvSharp.</summary>
    public IReadOnlyList<string> SharedAssemblies { get; init; } = Plugins.SharedAssemblies.Names;

    /// <summary>The folder of the shared assemblies' files: the executable's.</summary>
    public string BaseFolder { get; init; } = AppContext.BaseDirectory;
}
