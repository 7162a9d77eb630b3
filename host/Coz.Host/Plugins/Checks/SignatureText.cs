using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Coz.Host.Plugins.Checks;

/// <summary>Writes the signatures of members as text, the same for a reference and for the definition it means.</summary>
public sealed class SignatureText : ISignatureTypeProvider<string, object?>
{
    private static readonly SignatureText Provider = new();

    /// <summary>The signature a reference asks for.</summary>
    public static string Of(MetadataReader reader, MemberReference member) => member.GetKind() == MemberReferenceKind.Method
        ? Text(member.DecodeMethodSignature(Provider, null))
        : ":" + member.DecodeFieldSignature(Provider, null);

    /// <summary>A method's signature.</summary>
    public static string Of(MetadataReader reader, MethodDefinition method) => Text(method.DecodeSignature(Provider, null));

    /// <summary>A field's signature.</summary>
    public static string Of(MetadataReader reader, FieldDefinition field) => ":" + field.DecodeSignature(Provider, null);

    /// <summary>The full name of a type, nested types after <c>+</c>.</summary>
    public static string FullName(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil)
            return $"{FullName(reader, type.GetDeclaringType())}+{name}";
        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    /// <summary>The full name of a type's base, without its type arguments; null if it has none.</summary>
    public static string? BaseTypeName(MetadataReader reader, TypeDefinition type) => type.BaseType.IsNil ? null : type.BaseType.Kind switch
    {
        HandleKind.TypeDefinition => FullName(reader, (TypeDefinitionHandle)type.BaseType),
        HandleKind.TypeReference => Provider.GetTypeFromReference(reader, (TypeReferenceHandle)type.BaseType, 0),
        _ => reader.GetTypeSpecification((TypeSpecificationHandle)type.BaseType).DecodeSignature(Provider, null).Split('<')[0],
    };

    /// <summary>The generic type a specification instantiates, where that is a reference; null otherwise (arrays).</summary>
    public static TypeReferenceHandle? GenericDefinition(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        blob.ReadCompressedInteger();
        var type = blob.ReadTypeHandle();
        return type.Kind == HandleKind.TypeReference ? (TypeReferenceHandle)type : null;
    }

    /// <inheritdoc/>
    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

    /// <inheritdoc/>
    public string GetByReferenceType(string elementType) => elementType + "&";

    /// <inheritdoc/>
    public string GetFunctionPointerType(MethodSignature<string> signature) => "fn" + Text(signature);

    /// <inheritdoc/>
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(", ", typeArguments)}>";

    /// <inheritdoc/>
    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    /// <inheritdoc/>
    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    /// <inheritdoc/>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public string GetPinnedType(string elementType) => elementType;

    /// <inheritdoc/>
    public string GetPointerType(string elementType) => elementType + "*";

    /// <inheritdoc/>
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    /// <inheritdoc/>
    public string GetSZArrayType(string elementType) => elementType + "[]";

    /// <inheritdoc/>
    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => FullName(reader, handle);

    /// <inheritdoc/>
    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}";
        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    /// <inheritdoc/>
    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    private static string Text(MethodSignature<string> signature) =>
        $"({string.Join(", ", signature.ParameterTypes)}){(signature.GenericParameterCount > 0 ? $"`{signature.GenericParameterCount}" : "")} {signature.ReturnType}";
}
