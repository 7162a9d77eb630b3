using System.Globalization;
using System.Text.Json.Nodes;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>The values of a description as people read them.</summary>
internal static class ValueText
{
    /// <summary>A property's value.</summary>
    public static string Of(string key, JsonNode? value) => (key, value) switch
    {
        ("reach", null) => "the whole image",
        ("reach", _) => $"{value} LR pixels",
        ("parameters" or "trainable", JsonNode count) => count.GetValue<long>().ToString("N0", CultureInfo.InvariantCulture),
        (_, null) => "-",
        (_, JsonArray { Count: 0 }) => "none",
        (_, JsonArray array) => string.Join(", ", array.Select(item => $"{item}")),
        _ => $"{value}",
    };

    /// <summary>An option's value.</summary>
    public static string Option(JsonNode? value) => value switch
    {
        null => "not set",
        JsonArray array => $"[{string.Join(", ", array.Select(Option))}]",
        _ => value.ToJsonString(),
    };
}
