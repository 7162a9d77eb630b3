#nullable enable
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

// Compiled by MSBuild (RoslynCodeTaskFactory), never part of an assembly of ours. Writes a plugin's plugin.json from its built
// DLL, so that a manifest never says what the code does not. The DLL is read, not loaded: a build must not run a plugin.
public sealed class WritePluginManifest : Task
{
    private const string ContractsNamespace = "Coz.Contracts";
    private readonly Dictionary<string, MetadataReader> _readers = new Dictionary<string, MetadataReader>(StringComparer.OrdinalIgnoreCase);
    private readonly List<PEReader> _files = new List<PEReader>();

    [Required]
    public string Assembly { get; set; } = "";

    [Required]
    public ITaskItem[] References { get; set; } = Array.Empty<ITaskItem>();

    [Required]
    public string Output { get; set; } = "";

    [Required]
    public string Id { get; set; } = "";

    [Required]
    public string Version { get; set; } = "";

    [Required]
    public string Framework { get; set; } = "";

    public string RuntimeIds { get; set; } = "";

    public string License { get; set; } = "";

    public string Citation { get; set; } = "";

    public ITaskItem[] Provides { get; set; } = Array.Empty<ITaskItem>();

    public override bool Execute()
    {
        try
        {
            var plugin = Open(Assembly);
            var provides = Declared(plugin).Concat(Provides.Select(p => new[] { p.GetMetadata("Kind"), p.ItemSpec, p.GetMetadata("Summary") }))
                .OrderBy(p => p[0], StringComparer.Ordinal).ThenBy(p => p[1], StringComparer.Ordinal).ToList();
            foreach (var twice in provides.GroupBy(p => p[0] + "/" + p[1]).Where(g => g.Count() > 1))
                Log.LogError($"{Path.GetFileName(Assembly)} provides {twice.Key} {twice.Count()} times: give each [Plugin] class of a kind its own name.");
            if (!Log.HasLoggedErrors)
                Write(Manifest(plugin, provides));
        }
        finally
        {
            _files.ForEach(f => f.Dispose());
        }

        return !Log.HasLoggedErrors;
    }

    private string Manifest(MetadataReader plugin, List<string[]> provides)
    {
        var referenced = plugin.AssemblyReferences.Select(h => plugin.GetAssemblyReference(h))
            .ToDictionary(r => plugin.GetString(r.Name), r => r.Version.ToString(3));
        var contracts = referenced.Keys.Where(n => n == "Coz.Toolkit" || n == ContractsNamespace || n.StartsWith(ContractsNamespace + ".", StringComparison.Ordinal))
            .OrderBy(n => n, StringComparer.Ordinal).Select(n => $"\n    {Json(n)}: {Json(Range(n))}");
        var torch = referenced.TryGetValue("TorchSharp", out var version) ? Json(version) : "null";
        var rids = RuntimeIds.Split(new[] { ';' }, StringSplitOptions.RemoveEmptyEntries).Select(Json);
        var parts = provides.Select(p => $"\n    {{ \"kind\": {Json(p[0])}, \"name\": {Json(p[1])}, \"summary\": {Json(p[2])} }}").ToList();
        return $"{{\n  \"id\": {Json(Id)},\n  \"version\": {Json(Version)},\n  \"contracts\": {{{string.Join(",", contracts)}\n  }},\n"
            + $"  \"torchsharp\": {torch},\n  \"target_framework\": {Json(Framework)},\n  \"runtime_ids\": [{string.Join(", ", rids)}],\n"
            + $"  \"entry\": {Json(Path.GetFileName(Assembly))},\n  \"license\": {Json(License)},\n  \"citation\": {Json(Citation)},\n"
            + $"  \"provides\": [{string.Join(",", parts)}{(parts.Count > 0 ? "\n  " : "")}]\n}}\n";
    }

    // From the version built against up to the next major one: what semantic versions promise.
    private string Range(string contracts)
    {
        var reader = Open(contracts, "");
        var version = reader.GetAssemblyDefinition().GetCustomAttributes().Select(h => reader.GetCustomAttribute(h))
            .Where(a => AttributeType(reader, a) == "System.Reflection.AssemblyInformationalVersionAttribute")
            .Select(a => (string)a.DecodeValue(Names.Instance).FixedArguments[0].Value!).First().Split('+')[0];
        return $"[{version},{int.Parse(version.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture) + 1}.0)";
    }

    private IEnumerable<string[]> Declared(MetadataReader plugin)
    {
        foreach (var type in plugin.TypeDefinitions.Select(h => plugin.GetTypeDefinition(h)))
        {
            var mark = Find(plugin, type, ContractsNamespace + ".PluginAttribute");
            if (mark == null)
                continue;
            var value = mark.Value.DecodeValue(Names.Instance);
            var kind = Kind(plugin, type);
            if (kind == null)
                Log.LogError($"{Name(plugin, type)} is marked [Plugin] and derives from no kind of part: let it derive from Decoder, Encoder, Metric or another class marked [PluginKind].");
            else
                yield return new[] { kind, (string)value.FixedArguments[0].Value!, (string?)value.NamedArguments.FirstOrDefault(a => a.Name == "Summary").Value ?? "" };
        }
    }

    private string? Kind(MetadataReader reader, TypeDefinition type)
    {
        while (true)
        {
            var mark = Find(reader, type, ContractsNamespace + ".PluginKindAttribute");
            if (mark != null)
                return (string)mark.Value.DecodeValue(Names.Instance).FixedArguments[0].Value!;
            if (type.BaseType.IsNil)
                return null;
            var name = Names.Instance.Any(reader, type.BaseType);
            if (name == "System.Object")
                return null;
            (reader, type) = Resolve(reader, name);
        }
    }

    // A base class is in the plugin itself or in any assembly it was compiled against; only names are left of generic ones.
    private (MetadataReader Reader, TypeDefinition Type) Resolve(MetadataReader reader, string name)
    {
        var assemblies = new[] { reader }.Concat(reader.AssemblyReferences.Select(h => Open(reader.GetString(reader.GetAssemblyReference(h).Name), name)));
        foreach (var candidate in assemblies)
        {
            foreach (var type in candidate.TypeDefinitions.Select(h => candidate.GetTypeDefinition(h)))
            {
                if (Name(candidate, type) == name)
                    return (candidate, type);
            }
        }

        throw new InvalidOperationException($"{Path.GetFileName(Assembly)}: the base class {name} is in none of its references.");
    }

    private MetadataReader Open(string assembly, string wanted)
    {
        var path = References.Select(r => r.GetMetadata("FullPath")).FirstOrDefault(p => Path.GetFileNameWithoutExtension(p) == assembly);
        return path != null ? Open(path) : throw new FileNotFoundException($"{Path.GetFileName(Assembly)}: {assembly} ({wanted}) is not among its references.");
    }

    private MetadataReader Open(string path)
    {
        if (!_readers.TryGetValue(path, out var reader))
        {
            var file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
            _files.Add(file);
            _readers[path] = reader = file.GetMetadataReader();
        }

        return reader;
    }

    private static CustomAttribute? Find(MetadataReader reader, TypeDefinition type, string attribute) =>
        type.GetCustomAttributes().Select(h => (CustomAttribute?)reader.GetCustomAttribute(h)).FirstOrDefault(a => AttributeType(reader, a!.Value) == attribute);

    private static string AttributeType(MetadataReader reader, CustomAttribute attribute) => Names.Instance.Any(
        reader,
        attribute.Constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType());

    private static string Name(MetadataReader reader, TypeDefinition type) => reader.GetString(type.Namespace) + "." + reader.GetString(type.Name);

    private static string Json(string text) => "\"" + string.Concat(text.Select(c => c == '"' || c == '\\' ? "\\" + c : c < ' ' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";

    private void Write(string manifest)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Output))!);
        var temporary = Output + "." + Guid.NewGuid().ToString("N");
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            var bytes = new UTF8Encoding(false).GetBytes(manifest);
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush(true);
        }

        File.Delete(Output);
        File.Move(temporary, Output);
    }

    // Types as full names: enough to find a base class and to read an attribute's strings.
    private sealed class Names : ICustomAttributeTypeProvider<string>, ISignatureTypeProvider<string, object?>
    {
        public static readonly Names Instance = new Names();

        public string Any(MetadataReader reader, EntityHandle handle) => handle.Kind switch
        {
            HandleKind.TypeDefinition => GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
            HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
            _ => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        };

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Name(reader, reader.GetTypeDefinition(handle));

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return reader.GetString(type.Namespace) + "." + reader.GetString(type.Name);
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) => Any(reader, handle);

        public string GetGenericInstantiation(string genericType, System.Collections.Immutable.ImmutableArray<string> typeArguments) => genericType;

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;

        public string GetSystemType() => "System.Type";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == "System.Type";

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "";

        public string GetGenericMethodParameter(object? context, int index) => "";

        public string GetGenericTypeParameter(object? context, int index) => "";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType;
    }
}
