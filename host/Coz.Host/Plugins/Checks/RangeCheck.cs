using System.Diagnostics;
using NuGet.Versioning;

namespace Coz.Host.Plugins.Checks;

/// <summary>Do the contracts here lie in the ranges the plugin accepts?</summary>
/// <param name="settings">Says where the contracts' files are.</param>
public sealed class RangeCheck(HostSettings settings) : IPluginCheck
{
    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        foreach (var (assembly, text) in plugin.Manifest!.Contracts)
        {
            if (!VersionRange.TryParse(text, out var range))
                return new(PluginStatus.Broken, $"plugin.json: contracts:{assembly} is '{text}', which is no version range", "Write a range such as [1.0.0-preview,2.0), or build the plugin again.");
            if (VersionOf(assembly) is not { } version)
                return new(PluginStatus.Incompatible, $"it needs the contracts {assembly} {text}, which this version of COZ does not have", "Update COZ, or get a build of the plugin for it.");
            if (!range.Satisfies(version))
                return new(PluginStatus.Incompatible, $"it accepts {assembly} {text}; here is {version}", $"Get a build of the plugin for {assembly} {version}, or a COZ that fits it.");
        }

        return null;
    }

    private NuGetVersion? VersionOf(string assembly)
    {
        var path = Path.Combine(settings.BaseFolder, assembly + ".dll");
        return settings.SharedAssemblies.Contains(assembly) && File.Exists(path)
            && NuGetVersion.TryParse(FileVersionInfo.GetVersionInfo(path).ProductVersion, out var version)
            ? version
            : null;
    }
}
