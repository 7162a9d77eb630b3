using System.Reflection.Metadata;

namespace Coz.Host.Plugins.Checks;

/// <summary>The types and members of a shared assembly, by name and signature.</summary>
public sealed class SharedAssembly
{
    private readonly Dictionary<string, (HashSet<string> Members, string? BaseType)> _types = [];

    /// <summary>Reads them.</summary>
    /// <param name="reader">The assembly's metadata; not kept.</param>
    public SharedAssembly(MetadataReader reader)
    {
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var members = type.GetMethods()
                .Select(reader.GetMethodDefinition)
                .Select(method => reader.GetString(method.Name) + SignatureText.Of(reader, method))
                .Concat(type.GetFields().Select(reader.GetFieldDefinition).Select(field => reader.GetString(field.Name) + SignatureText.Of(reader, field)))
                .ToHashSet(StringComparer.Ordinal);
            _types[SignatureText.FullName(reader, handle)] = (members, SignatureText.BaseTypeName(reader, type));
        }

        foreach (var handle in reader.ExportedTypes)
        {
            var type = reader.GetExportedType(handle);
            _types.TryAdd($"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}", ([], "(forwarded)"));
        }
    }

    /// <summary>Whether there is such a type.</summary>
    /// <param name="name">Its full name, nested types after <c>+</c>.</param>
    /// <returns>True if it is here.</returns>
    public bool HasType(string name) => _types.ContainsKey(name);

    /// <summary>Whether a type declares a member.</summary>
    /// <param name="typeName">The full name of a type that is here.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="signature">Its signature, as <see cref="SignatureText"/> writes it.</param>
    /// <returns>True if it does.</returns>
    public bool Declares(string typeName, string name, string signature) => _types[typeName].Members.Contains(name + signature);

    /// <summary>The base of a type.</summary>
    /// <param name="typeName">The full name of a type that is here.</param>
    /// <returns>The base type's full name; null if it has none.</returns>
    public string? BaseOf(string typeName) => _types[typeName].BaseType;
}
