using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Coz.Host.Plugins.Checks;

/// <summary>Compares the members a plugin refers to with those the shared assemblies have, by metadata alone.</summary>
/// <param name="folder">The folder of the shared assemblies.</param>
public sealed class SharedMembers(string folder)
{
    private readonly Dictionary<string, SharedAssembly?> _assemblies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a type or member that a plugin uses and that is not here.</summary>
    /// <param name="plugin">The plugin's metadata.</param>
    /// <param name="shared">The simple names of the shared assemblies.</param>
    /// <returns>The first missing one, as a reader would write it; null if all are here.</returns>
    public string? FindMissing(MetadataReader plugin, IReadOnlyList<string> shared)
    {
        foreach (var handle in plugin.TypeReferences)
        {
            if (AssemblyOf(plugin, handle, shared) is { } assembly && !assembly.HasType(FullName(plugin, handle)))
                return $"the type {FullName(plugin, handle)}";
        }

        foreach (var handle in plugin.MemberReferences)
        {
            var member = plugin.GetMemberReference(handle);
            if (DeclaringType(plugin, member) is not { } type || AssemblyOf(plugin, type, shared) is not { } assembly)
                continue;
            var name = plugin.GetString(member.Name);
            var signature = SignatureText.Of(plugin, member);
            if (!HasMember(assembly, FullName(plugin, type), name, signature, shared))
                return $"{FullName(plugin, type)}.{name}{(signature.StartsWith('(') ? signature[..(signature.LastIndexOf(')') + 1)] : "")}";
        }

        return null;
    }

    private static string FullName(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return $"{FullName(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}";
        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private static TypeReferenceHandle? DeclaringType(MetadataReader reader, MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)member.Parent,
        HandleKind.TypeSpecification => SignatureText.GenericDefinition(reader, (TypeSpecificationHandle)member.Parent),
        _ => null,
    };

    private bool HasMember(SharedAssembly assembly, string type, string name, string signature, IReadOnlyList<string> shared)
    {
        SharedAssembly? owner = assembly;
        for (var current = type; current is not null; current = owner.BaseOf(current))
        {
            if (!owner.HasType(current))
                owner = shared.Select(Open).FirstOrDefault(other => other?.HasType(current) == true);
            if (owner is null)
                return FrameworkHas(current, name);
            if (owner.Declares(current, name, signature))
                return true;
        }

        return false;
    }

    // A base class of the framework: its version is given by the runtime, so the name is enough.
    private static bool FrameworkHas(string type, string name) =>
        typeof(object).Assembly.GetType(type) is not { } found
        || found.GetMember(name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.FlattenHierarchy).Length > 0;

    private SharedAssembly? AssemblyOf(MetadataReader reader, TypeReferenceHandle handle, IReadOnlyList<string> shared)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        if (scope.Kind == HandleKind.TypeReference)
            return AssemblyOf(reader, (TypeReferenceHandle)scope, shared);
        if (scope.Kind != HandleKind.AssemblyReference)
            return null;
        var name = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        if (!shared.Contains(name, StringComparer.OrdinalIgnoreCase))
            return null;
        return Open(name);
    }

    private SharedAssembly? Open(string name)
    {
        if (_assemblies.TryGetValue(name, out var known))
            return known;
        var path = Path.Combine(folder, name + ".dll");
        if (!File.Exists(path))
            return _assemblies[name] = null;
        using var pe = new PEReader(new MemoryStream(File.ReadAllBytes(path)), PEStreamOptions.PrefetchMetadata);
        return _assemblies[name] = new SharedAssembly(pe.GetMetadataReader());
    }
}
