using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Coz.Contracts;

namespace Coz.Tests.Support;

/// <summary>The parts of the plugins that this project references, found by reflection: no plugin folder, no load context.</summary>
internal sealed class TestParts : IPartFactory
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private static readonly Type[] Parts =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Coz.Plugins.*.dll")
            .SelectMany(path => Assembly.Load(Path.GetFileNameWithoutExtension(path)).GetTypes())
            .Where(type => type.IsDefined(typeof(PluginAttribute))),
    ];

    public IReadOnlyList<PartInfo> List<T>()
        where T : class =>
        [
            .. Parts.Where(type => KindOf(type) == KindOf(typeof(T)))
                .Select(type => (Type: type, Mark: type.GetCustomAttribute<PluginAttribute>()!))
                .OrderBy(part => part.Mark.Name, StringComparer.Ordinal)
                .Select(part => new PartInfo(KindOf(part.Type)!, part.Mark.Name, part.Mark.Summary, part.Type.Assembly.GetName().Name!)),
        ];

    public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
        where T : class
    {
        var optionsType = ParametersOf<T>(name).FirstOrDefault(typeof(PluginOptions).IsAssignableFrom);
        if (optionsType is null)
            return options is null or { Count: 0 } ? new Part<T>(name) : throw new UsageException($"{origin}: {name} takes no options.");
        var bound = (PluginOptions)(options ?? []).Deserialize(optionsType, Json)!;
        Validator.ValidateObject(bound, new ValidationContext(bound), validateAllProperties: true);
        return bound.Validate().FirstOrDefault() is { } fault ? throw new UsageException($"{origin}: {fault}.") : new Part<T>(name, bound);
    }

    public T Create<T>(Part<T> part, params object[] context)
        where T : class
    {
        object?[] offered = [this, part.Options, .. context];
        var arguments = ParametersOf<T>(part.Name).Select(type => offered.First(type.IsInstanceOfType));
        return (T)Activator.CreateInstance(TypeOf<T>(part.Name), [.. arguments])!;
    }

    private static IEnumerable<Type> ParametersOf<T>(string name) => TypeOf<T>(name).GetConstructors().Single().GetParameters().Select(parameter => parameter.ParameterType);

    private static Type TypeOf<T>(string name) =>
        Parts.SingleOrDefault(type => KindOf(type) == KindOf(typeof(T)) && type.GetCustomAttribute<PluginAttribute>()!.Name == name)
        ?? throw new UsageException($"There is no {KindOf(typeof(T))} '{name}'.");

    // The nearest mark: an interpolation derives from a decoder, and is none.
    private static string? KindOf(Type? type) => type is null
        ? null
        : type.GetCustomAttribute<PluginKindAttribute>(inherit: false)?.Kind ?? KindOf(type.BaseType);
}
