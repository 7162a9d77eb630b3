using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Host.Configuration;

namespace Coz.Host.Experiments;

/// <summary>One value that --set or the environment gives: a layer of its own, in which an index reaches into the list below it.</summary>
internal sealed class Setting
{
    private readonly string[] _steps;
    private readonly ConfigNode _value;
    private readonly Origin _origin;

    /// <summary>Reads a setting.</summary>
    /// <param name="key">The path of the key, <c>a:0:b</c>.</param>
    /// <param name="text">The value: JSON where it begins like it.</param>
    /// <param name="label">Where it comes from, as a reader knows it.</param>
    /// <exception cref="UsageException">The value begins like JSON and is none.</exception>
    public Setting(string key, string text, string label)
    {
        _steps = key.Split(':');
        _origin = new Origin(label, Environment.CurrentDirectory);
        _value = Value(text);
    }

    /// <summary>Reads an argument of --set.</summary>
    /// <param name="argument">As <c>a:b=c</c>.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="UsageException">It is none.</exception>
    public static Setting Parse(string argument)
    {
        var split = argument.IndexOf('=', StringComparison.Ordinal);
        return split > 0
            ? new Setting(argument[..split], argument[(split + 1)..], $"--set {argument[..split]}")
            : throw new UsageException($"--set expects key=value, for example --set data:scales=2,3; got '{argument}'.");
    }

    /// <summary>The layer that it is over a weaker tree. A list in it is whole: the weaker one's, but for the element that was set.</summary>
    /// <param name="weak">The weaker tree.</param>
    /// <param name="dropped">Gets a line for every key that was dropped since the setting names another plugin in an element.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UsageException">An index lies beyond the end of its list.</exception>
    public ConfigNode Over(ConfigNode weak, ICollection<string> dropped) => Over(weak, 0, dropped);

    private ConfigNode Over(ConfigNode? weak, int depth, ICollection<string> dropped)
    {
        if (depth == _steps.Length)
            return _value;
        var step = _steps[depth];
        if (step.Length == 0 || !step.All(char.IsAsciiDigit))
            return ConfigNode.Object([KeyValuePair.Create(step, Over(weak?[step], depth + 1, dropped))], _origin);

        var items = weak?.Elements() ?? [];
        if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > items.Count)
            throw new UsageException($"{_origin.Label}: {string.Join(':', _steps[..depth])} has {items.Count} elements, so an index from 0 to {items.Count} is expected (the last one appends); got {step}.");
        var element = Over(items.ElementAtOrDefault(index), depth + 1, dropped);
        if (index < items.Count && depth + 1 < _steps.Length)
            element = Layering.Merge(items[index], element, dropped, string.Join(':', _steps[..(depth + 1)]));
        return ConfigNode.List([.. items.Take(index), element, .. items.Skip(index + 1)], _origin);
    }

    private ConfigNode Value(string text)
    {
        if (text == "null")
            return ConfigNode.Scalar(null, _origin);
        if (text.Length == 0 || text[0] is not ('[' or '{' or '"'))
            return ConfigNode.Scalar(text, _origin);
        try
        {
            return ConfigNode.FromJson(JsonNode.Parse(text), _origin);
        }
        catch (JsonException e)
        {
            throw new UsageException($"{_origin.Label}: '{text}' begins like JSON, and is malformed: {e.Message.Split(" LineNumber:")[0]}");
        }
    }
}
