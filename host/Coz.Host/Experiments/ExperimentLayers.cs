using Coz.Contracts;
using Coz.Host.Configuration;
using Microsoft.Extensions.Configuration;

namespace Coz.Host.Experiments;

/// <summary>Reads the layers of an experiment, the weakest first: bases, the file, the environment, --set.</summary>
public static class ExperimentLayers
{
    private const string EnvironmentPrefix = "COZ__";

    /// <summary>Reads and merges the layers.</summary>
    /// <param name="path">The experiment's file; null for one made of --set alone, which the environment does not change either.</param>
    /// <param name="settings">The --set arguments, <c>a:b=c</c> each.</param>
    /// <param name="dropped">Gets a line for every key that was dropped since a stronger layer names another plugin.</param>
    /// <returns>The merged tree, without <c>extends</c>.</returns>
    /// <exception cref="UsageException">A file is missing or malformed, bases form a ring, or a setting is none.</exception>
    public static ConfigNode Read(string? path, IEnumerable<string> settings, ICollection<string> dropped)
    {
        var files = new List<ConfigNode>();
        var single = settings.Select(Setting.Parse);
        if (path is not null)
        {
            if (path.Length == 0)
                throw new UsageException("An experiment's path is expected, got nothing; 'coz list experiments' names those at hand.");
            AddFile(Path.GetFullPath(path), [], files);
            single = Environment().Concat(single);
        }

        var root = ConfigNode.Object([], new Origin("", System.Environment.CurrentDirectory));
        return single.Aggregate(
            files.Aggregate(root, (weak, strong) => Layering.Merge(weak, strong, dropped)),
            (weak, setting) => Layering.Merge(weak, setting.Over(weak, dropped), dropped));
    }

    private static void AddFile(string path, IReadOnlyList<string> above, List<ConfigNode> layers)
    {
        if (above.Contains(path))
            throw new UsageException($"{JsonLayer.Shown(above[^1])}: extends goes in a ring: {string.Join(" -> ", above.SkipWhile(file => file != path).Append(path).Select(Path.GetFileName))}. Break it.");
        var layer = JsonLayer.Read(path);
        if (layer["extends"] is { } extends)
        {
            foreach (var item in extends.Items ?? [extends])
            {
                var baseFile = Path.GetFullPath(item.Text ?? throw new UsageException($"{JsonLayer.Shown(path)}: extends expects a path or a list of paths."), Path.GetDirectoryName(path)!);
                if (!File.Exists(baseFile))
                    throw new UsageException($"{JsonLayer.Shown(path)}: extends '{item.Text}', and there is no {JsonLayer.Shown(baseFile)}.");
                AddFile(baseFile, [.. above, path], layers);
            }
        }

        layers.Add(ConfigNode.Object(layer.Members?.Where(member => !member.Key.Equals("extends", StringComparison.OrdinalIgnoreCase)) ?? [], layer.Origin));
    }

    private static IEnumerable<Setting> Environment()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build();
        foreach (var (key, value) in configuration.AsEnumerable().Where(entry => entry.Value is not null).OrderBy(entry => entry.Key, ConfigurationKeyComparer.Instance))
            yield return new Setting(key, value!, EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant());
    }
}
