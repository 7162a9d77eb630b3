using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Coz.Host.Plugins.Checks;

/// <summary>
/// Are the assemblies the plugin needs there: in its folder, shared, or of the framework? And do the members it uses of the shared
/// ones exist here? An update of TorchSharp so refuses only those plugins that use what is gone.
/// </summary>
/// <param name="settings">Says what is shared.</param>
public sealed class ReferenceCheck(HostSettings settings) : IPluginCheck
{
    private static readonly HashSet<string> Platform = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(path => Path.GetFileNameWithoutExtension(path)!)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private readonly SharedMembers _shared = new(settings.BaseFolder);

    /// <inheritdoc/>
    public PluginFault? Check(PluginRecord plugin)
    {
        var managed = Directory.EnumerateFiles(plugin.Folder, "*.dll").ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase);
        var pending = new Queue<string>([plugin.EntryPath]);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (pending.TryDequeue(out var path))
        {
            using var pe = new PEReader(File.OpenRead(path));
            if (!pe.HasMetadata)
                continue;
            var reader = pe.GetMetadataReader();
            foreach (var name in reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).Where(seen.Add))
            {
                if (settings.SharedAssemblies.Contains(name, StringComparer.OrdinalIgnoreCase))
                    continue;
                if (managed.TryGetValue(name, out var own))
                    pending.Enqueue(own);
                else if (!Platform.Contains(name) && path == plugin.EntryPath)
                    return new(PluginStatus.MissingDependency, $"it needs {name}.dll, which is not in its folder", $"Copy {name}.dll into {plugin.Folder}, or the plugin's whole build output.");
            }

            if (path == plugin.EntryPath && _shared.FindMissing(reader, settings.SharedAssemblies) is { } missing)
                return new(PluginStatus.Incompatible, $"it uses {missing}, which does not exist here", "Get a build of the plugin for this version of COZ, or update COZ.");
        }

        return null;
    }
}
