using System.Reflection;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;
using Coz.Host.Options;
using Coz.Host.Plugins;

namespace Coz.Host.Parts;

/// <summary>Finds, binds and constructs parts over the plugins of this process.</summary>
/// <param name="catalog">The plugins.</param>
public sealed class PartFactory(PluginCatalog catalog) : IPartFactory, IPartTypes
{
    /// <inheritdoc/>
    public IReadOnlyList<PartInfo> List<T>()
        where T : class
    {
        var kind = PartKind.Of(typeof(T))!.Kind;
        return [.. catalog.Parts().Where(part => part.Kind == kind)];
    }

    /// <inheritdoc/>
    public Part<T> Bind<T>(string name, JsonObject? options = null, string origin = "")
        where T : class
    {
        var kind = PartKind.Of(typeof(T))!;
        if (Unavailable(kind.Kind, name) is { } reason)
            throw new UsageException(origin.Length > 0 ? $"{origin}: {reason}" : char.ToUpperInvariant(reason[0]) + reason[1..]);
        if (OptionsOf(kind.Kind, name) is not { } type)
            return new Part<T>(name);
        var binder = new OptionsBinder(this);
        var folder = File.Exists(origin) ? Path.GetDirectoryName(Path.GetFullPath(origin))! : Environment.CurrentDirectory;
        var node = options is null ? null : ConfigNode.FromJson(options, new Origin(origin, folder));
        var bound = binder.BindRecord(type, node, $"{kind.Kind} {name}");
        return binder.Faults.Count == 0 ? new Part<T>(name, bound) : throw new UsageException(string.Join("; ", binder.Faults));
    }

    /// <inheritdoc/>
    public T Create<T>(Part<T> part, params object[] context)
        where T : class => (T)Create(PartKind.Of(typeof(T))!.Kind, part.Name, part.Options, context);

    /// <summary>Constructs a part of any kind.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name.</param>
    /// <param name="options">Its options; null for none.</param>
    /// <param name="context">What its constructor may take.</param>
    /// <returns>A new instance.</returns>
    /// <exception cref="CozException">The name is unknown, or the constructor failed.</exception>
    public object Create(string kind, string name, PluginOptions? options, params object[] context)
    {
        if (Unavailable(kind, name) is { } reason)
            throw new UsageException(char.ToUpperInvariant(reason[0]) + reason[1..]);
        object?[] arguments = [options, this, .. context];
        try
        {
            return catalog.Find($"{kind}/{name}")!.Create($"{kind}/{name}", [.. arguments.OfType<object>()]);
        }
        catch (Exception e) when (Innermost(e) is not (CozException or OperationCanceledException))
        {
            throw new CozException($"{kind} '{name}' could not be constructed: {FirstLine.Of(Innermost(e))} If its options are right, ask the author of plugin '{PluginOf(kind, name)}', or leave it out: --no-plugin {PluginOf(kind, name)}.", e);
        }
        catch (TargetInvocationException e) when (e.InnerException is CozException fault)
        {
            throw new CozException(fault.Message, e);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<string> Names(string kind) => catalog.Parts().Where(part => part.Kind == kind).Select(part => part.Name);

    /// <inheritdoc/>
    public string? Unavailable(string kind, string name)
    {
        var key = $"{kind}/{name}";
        if (catalog.Parts().Any(part => part.Kind == kind && part.Name == name) && catalog.Find(key) is not null)
            return null;
        return catalog.FindFaulty(key) is { Fault: { } fault } plugin
            ? $"{kind} '{name}' is in plugin '{plugin.Id}', which cannot be used ({plugin.Status}): {fault.Cause}. {fault.Remedy}"
            : $"there is no {kind} '{name}'; {Nearest.Hint(name, Names(kind))}";
    }

    /// <inheritdoc/>
    public Type? OptionsOf(string kind, string name) => ConstructorOf(kind, name)
        .Select(parameter => parameter.ParameterType)
        .FirstOrDefault(typeof(PluginOptions).IsAssignableFrom);

    /// <summary>The parameters of a part's constructor.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="name">Its name; the part is available.</param>
    /// <returns>The parameters.</returns>
    public ParameterInfo[] ConstructorOf(string kind, string name)
    {
        var type = catalog.Find($"{kind}/{name}")!.TypeOf($"{kind}/{name}")!;
        var constructors = type.GetConstructors();
        return constructors.Length == 1
            ? constructors[0].GetParameters()
            : throw new CozException($"{kind} '{name}': {type.FullName} has {constructors.Length} public constructors, expected one. Ask the author of plugin '{PluginOf(kind, name)}'.");
    }

    private static Exception Innermost(Exception e) => e is TargetInvocationException or TypeInitializationException && e.InnerException is { } inner ? Innermost(inner) : e;

    private string PluginOf(string kind, string name) => catalog.Parts().First(part => part.Kind == kind && part.Name == name).PluginId;
}
