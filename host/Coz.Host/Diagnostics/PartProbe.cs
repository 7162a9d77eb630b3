using System.Reflection;
using Coz.Contracts;
using Coz.Host.Options;
using Coz.Host.Parts;
using Coz.Host.Plugins;

namespace Coz.Host.Diagnostics;

/// <summary>Constructs every part with its default options, as <c>coz plugins doctor</c> does in a child process.</summary>
/// <param name="catalog">The plugins.</param>
/// <param name="parts">Constructs the parts.</param>
public sealed class PartProbe(PluginCatalog catalog, PartFactory parts)
{
    /// <summary>Constructs the parts one after another.</summary>
    /// <param name="skip">Addresses to leave out: those a process before this one has dealt with.</param>
    /// <param name="onBegin">Is told an address before the part is constructed, so that a crash has a name.</param>
    /// <returns>An address a part, with what went wrong; null if nothing did.</returns>
    public IEnumerable<(string Key, string? Fault)> Run(IReadOnlySet<string> skip, Action<string> onBegin)
    {
        foreach (var part in catalog.Parts().Where(part => !skip.Contains($"{part.Kind}/{part.Name}")))
        {
            var key = $"{part.Kind}/{part.Name}";
            onBegin(key);
            yield return (key, Construct(part));
        }
    }

    private string? Construct(PartInfo part)
    {
        try
        {
            if (parts.Unavailable(part.Kind, part.Name) is { } reason)
                return reason;
            var parameters = parts.ConstructorOf(part.Kind, part.Name).Select(parameter => parameter.ParameterType).ToList();
            var type = parts.OptionsOf(part.Kind, part.Name);
            if (OptionInfo.Of(type).Any(option => option.IsRequired))
                return null;
            var binder = new OptionsBinder(parts);
            var options = type is null ? null : binder.BindRecord(type, null, "");
            if (binder.Faults.Count > 0)
                return OptionInfo.Of(type).Where(option => !option.HasLegalDefault).Select(option => $"the default of its option {option.Key}, {option.DefaultText}, is not legal: {option.LegalText}").FirstOrDefault();
            var instance = parts.Create(part.Kind, part.Name, options, [.. parameters.Select(Example).OfType<object>()]);
            (instance as IDisposable)?.Dispose();
            return null;
        }
        catch (UsageException)
        {
            return null;
        }
        catch (CozException e)
        {
            return e.Message;
        }
    }

    private static object? Example(Type type) => type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IPartContext<>))
        ? type.GetProperty("Example", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
        : null;
}
