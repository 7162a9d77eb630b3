using System.Text.Json;
using System.Text.Json.Nodes;
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
        var layers = new List<ConfigNode>();
        if (path is not null)
        {
            if (path.Length == 0)
                throw new UsageException("An experiment's path is expected, got nothing; 'coz list experiments' names those at hand.");
            AddFile(Path.GetFullPath(path), [], layers);
            layers.AddRange(Environment());
        }

        layers.AddRange(settings.Select(Setting));
        var root = ConfigNode.Object([], new Origin("", System.Environment.CurrentDirectory));
        return layers.Aggregate(root, (weak, strong) => Layering.Merge(weak, strong, dropped));
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

    private static IEnumerable<ConfigNode> Environment()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).Build();
        foreach (var (key, value) in configuration.AsEnumerable().Where(entry => entry.Value is not null).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var origin = new Origin(EnvironmentPrefix + key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant(), System.Environment.CurrentDirectory);
            yield return Wrap(key, Value(value!, origin), origin);
        }
    }

    private static ConfigNode Setting(string setting)
    {
        var split = setting.IndexOf('=', StringComparison.Ordinal);
        if (split <= 0)
            throw new UsageException($"--set expects key=value, for example --set data:scales=2,3; got '{setting}'.");
        var origin = new Origin($"--set {setting[..split]}", System.Environment.CurrentDirectory);
        return Wrap(setting[..split], Value(setting[(split + 1)..], origin), origin);
    }

    private static ConfigNode Wrap(string key, ConfigNode value, Origin origin) =>
        key.Split(':').Reverse().Aggregate(value, (inner, step) => step.All(char.IsAsciiDigit) && step.Length > 0
            ? ConfigNode.List([inner], origin)
            : ConfigNode.Object([KeyValuePair.Create(step, inner)], origin));

    private static ConfigNode Value(string text, Origin origin)
    {
        if (text.Length == 0 || text[0] is not ('[' or '{' or '"'))
            return ConfigNode.Scalar(text, origin);
        try
        {
            return ConfigNode.FromJson(JsonNode.Parse(text), origin);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{origin.Label}: '{text}' begins like JSON, and is malformed: {e.Message.Split(" LineNumber:")[0]}");
        }
    }
}
