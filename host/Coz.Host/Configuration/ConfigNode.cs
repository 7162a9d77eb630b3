using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Coz.Host.Configuration;

/// <summary>
/// A node of a configuration tree: a scalar, a list, or an object, with where it was set. Scalars are text; the type that a value is
/// bound to says how to read it. Keys ignore case.
/// </summary>
public sealed class ConfigNode
{
    private ConfigNode(Origin origin) => Origin = origin;

    /// <summary>Where it was set; of an object, where it was set last.</summary>
    public Origin Origin { get; }

    /// <summary>The text of a scalar; null for a JSON null and for lists and objects.</summary>
    public string? Text { get; private init; }

    /// <summary>The elements of a list; null if it is none.</summary>
    public IReadOnlyList<ConfigNode>? Items { get; private init; }

    /// <summary>The members of an object in the order they were first set; null if it is none.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>>? Members { get; private init; }

    /// <summary>True for a scalar, JSON null included.</summary>
    public bool IsScalar => Items is null && Members is null;

    /// <summary>A member of an object.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The member; null if there is none.</returns>
    public ConfigNode? this[string key] => Members?.FirstOrDefault(member => member.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>What it is as a list: a single element may stand without its list, and texts of several with commas between them.</summary>
    /// <returns>The elements; none of an empty text.</returns>
    public IReadOnlyList<ConfigNode> Elements() => Items ?? (IsScalar
        ? [.. (Text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => Scalar(text, Origin))]
        : [this]);

    /// <summary>Makes a scalar.</summary>
    public static ConfigNode Scalar(string? text, Origin origin) => new(origin) { Text = text };

    /// <summary>Makes a list.</summary>
    public static ConfigNode List(IEnumerable<ConfigNode> items, Origin origin) => new(origin) { Items = [.. items] };

    /// <summary>Makes an object.</summary>
    public static ConfigNode Object(IEnumerable<KeyValuePair<string, ConfigNode>> members, Origin origin) => new(origin) { Members = [.. members] };

    /// <summary>Reads JSON.</summary>
    public static ConfigNode FromJson(JsonNode? json, Origin origin) => json switch
    {
        JsonObject members => Object(members.Select(member => KeyValuePair.Create(member.Key, FromJson(member.Value, origin))), origin),
        JsonArray items => List(items.Select(item => FromJson(item, origin)), origin),
        null => Scalar(null, origin),
        JsonValue value when value.TryGetValue<string>(out var text) => Scalar(text, origin),
        JsonValue value when value.TryGetValue<bool>(out var flag) => Scalar(flag ? "true" : "false", origin),
        _ => Scalar(json.ToJsonString(), origin),
    };

    /// <summary>Writes JSON, from which <see cref="FromJson"/> reads the same texts: a scalar that JSON writes as a number or a truth value becomes one, every other a string.</summary>
    public JsonNode? ToJson()
    {
        if (Items is not null)
            return new JsonArray([.. Items.Select(item => item.ToJson())]);
        if (Members is not null)
            return new JsonObject(Members.Select(member => KeyValuePair.Create(member.Key, member.Value.ToJson())));
        return Text switch
        {
            null => null,
            "true" => true,
            "false" => false,
            _ when double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) && Number() is { } json => json,
            _ => Text,
        };
    }

    // 1e-4 keeps its text as a number; 007, +5, .5 and 5. are none in JSON.
    private JsonNode? Number()
    {
        try
        {
            return JsonNode.Parse(Text!) is { } json && json.ToJsonString() == Text ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
