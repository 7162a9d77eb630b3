using System.Reflection;
using Coz.Contracts;
using Coz.Host.Parts;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Coz.Host.Plugins;

/// <summary>A plugin's assembly in its own load context, its parts registered as keyed services under kind/name.</summary>
public sealed class LoadedPlugin
{
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, Type> _types;

    private LoadedPlugin(Assembly assembly)
    {
        var services = new ServiceCollection();
        services.Scan(scan => scan
            .FromAssemblies(assembly)
            .AddClasses(classes => classes.WithAttribute<PluginAttribute>().Where(type => PartKind.Of(type) is not null))
            .As(type => [PartKind.Of(type)!.BaseType])
            .WithServiceKey(Key)
            .WithTransientLifetime());
        _types = services.Where(service => service.IsKeyedService)
            .ToDictionary(service => (string)service.ServiceKey!, service => service.KeyedImplementationType!);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The addresses of its parts.</summary>
    public IEnumerable<string> Keys => _types.Keys;

    /// <summary>The class of a part.</summary>
    /// <param name="key">Its address.</param>
    /// <returns>The class; null if there is none.</returns>
    public Type? TypeOf(string key) => _types.GetValueOrDefault(key);

    /// <summary>Constructs a part.</summary>
    /// <param name="key">Its address.</param>
    /// <param name="arguments">What its constructor may take.</param>
    /// <returns>A new instance.</returns>
    public object Create(string key, object[] arguments)
    {
        var type = _types[key];
        var wanted = type.GetConstructors().Single().GetParameters();
        return ActivatorUtilities.CreateInstance(_services, type, [.. arguments.Where(argument => wanted.Any(parameter => parameter.ParameterType.IsInstanceOfType(argument)))]);
    }

    /// <summary>Loads a plugin that has passed the checks.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="shared">The simple names of the shared assemblies.</param>
    /// <returns>The loaded plugin.</returns>
    /// <exception cref="PluginFaultException">It cannot be loaded, or does not hold what its manifest promises.</exception>
    public static LoadedPlugin Load(PluginRecord plugin, IReadOnlyList<string> shared)
    {
        try
        {
            var assembly = LoadAssembly(plugin, shared);
            assembly.GetTypes();
            var loaded = new LoadedPlugin(assembly);
            var missing = plugin.Manifest!.Provides.Select(part => part.Key).Except(loaded.Keys).ToList();
            return missing.Count == 0
                ? loaded
                : throw new PluginFaultException(new(PluginStatus.Broken, $"plugin.json promises {string.Join(", ", missing)}, which {plugin.Manifest.Entry} does not hold", "Build the plugin again: its build writes plugin.json."));
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new PluginFaultException(FaultOf(e.LoaderExceptions.OfType<Exception>().FirstOrDefault() ?? e));
        }
        catch (Exception e) when (e is not PluginFaultException)
        {
            throw new PluginFaultException(FaultOf(e));
        }
    }

    private static Assembly LoadAssembly(PluginRecord plugin, IReadOnlyList<string> shared) =>
        PluginLoader.CreateFromAssemblyFile(plugin.EntryPath, config =>
        {
            config.IsLazyLoaded = true;
            foreach (var name in shared.Where(name => File.Exists(Path.Combine(AppContext.BaseDirectory, name + ".dll"))))
                config.SharedAssemblies.Add(new AssemblyName(name));
            foreach (var file in Directory.EnumerateFiles(plugin.Folder, "*.dll"))
                config.PrivateAssemblies.Add(new AssemblyName(Path.GetFileNameWithoutExtension(file)));
        }).LoadDefaultAssembly();

    private static string Key(Type type) => $"{PartKind.Of(type)!.Kind}/{type.GetCustomAttributes<PluginAttribute>().Single().Name}";

    private static PluginFault FaultOf(Exception e) => e is FileNotFoundException missing
        ? new(PluginStatus.MissingDependency, $"it needs {missing.FileName?.Split(',')[0]}, which is not in its folder", "Copy the plugin's whole build output.")
        : new(PluginStatus.Broken, $"it cannot be loaded: {e.Message.ReplaceLineEndings(" ")}", "Build the plugin against this version of the contracts.");
}
