using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Descriptions of many parts side by side, a few columns a table so that a terminal shows them.</summary>
internal static class SurveyTables
{
    private static readonly string[] Facts = ["parameters", "reach", "coupling", "capabilities", "grid"];

    public static IEnumerable<TableEvent> Of(IReadOnlyList<JsonObject> decoders, IReadOnlyList<JsonObject> encoders)
    {
        yield return new("Decoders", ["decoder", .. Facts, "licence of the official code"], [.. decoders.SelectMany(DecoderRows)]);
        yield return new("Encoders", ["encoder", "parameters", "channels", "reach", "licence of the official code"], [.. encoders.Select(encoder => Row(encoder, ["parameters", "channels", "reach", "source_license"]))]);
        yield return new("Options and their defaults", ["decoder", "options"], [.. decoders.Select(decoder => new[] { Name(decoder), Defaults(decoder) })]);
        yield return new("Origin", ["decoder", "paper", "source"], [.. decoders.Select(decoder => Row(decoder, ["paper", "source"]))]);
        yield return new("Deviations from the official code", ["decoder", "deviation"], [.. Listed(decoders, "deviations")]);
        yield return new("Notes", ["decoder", "note"], [.. Listed(decoders, "notes")]);
    }

    private static IEnumerable<string[]> DecoderRows(JsonObject decoder)
    {
        yield return Row(decoder, [.. Facts, "source_license"]);
        foreach (var variant in decoder["variants"]!.AsArray())
            yield return [$"{Name(decoder)} {variant!["set"]}", ValueText.Of("parameters", variant["parameters"]), ValueText.Of("reach", variant["reach"]), .. Row(decoder, [.. Facts[2..], "source_license"])[1..]];
    }

    private static string[] Row(JsonObject part, IEnumerable<string> keys) => [Name(part), .. keys.Select(key => ValueText.Of(key, part[key]))];

    private static IEnumerable<string[]> Listed(IEnumerable<JsonObject> parts, string key) =>
        parts.SelectMany(part => part[key]!.AsArray().Select((text, i) => new[] { i == 0 ? Name(part) : "", $"{text}" }));

    private static string Defaults(JsonObject part) => part["options"] is JsonObject { Count: > 0 } options
        ? string.Join(", ", options.Select(option => $"{option.Key} {ValueText.Option(option.Value)}"))
        : "none";

    private static string Name(JsonObject part) => $"{part["name"]}";
}
