using System.Reflection;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp.Modules;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Describes constructed parts: what is counted is counted on the modules, frozen numbers included.</summary>
internal static class PartDescription
{
    // What stands in a row of its own, or not at all, in a table for people.
    private static readonly string[] Apart = ["name", "explanation", "deviations", "notes", "options", "option_descriptions", "protocols"];

    /// <summary>Describes an encoder.</summary>
    public static JsonObject Of(Encoder encoder, Part<Encoder> part, string summary) => Described(encoder, part.Name, summary, part.Options, new()
    {
        ["parameters"] = Count(encoder.parameters()),
        ["trainable"] = Count(encoder.parameters().Where(parameter => parameter.requires_grad)),
        ["channels"] = encoder.Channels,
        ["reach"] = encoder.Reach.Pixels,
    });

    /// <summary>Describes a decoder.</summary>
    public static JsonObject Of(Decoder decoder, Part<Decoder> part, string summary, int channels) => Described(decoder, part.Name, summary, part.Options, new()
    {
        ["parameters"] = Count(decoder.parameters()),
        ["trainable"] = Count(decoder.parameters().Where(parameter => parameter.requires_grad)),
        ["input_channels"] = channels,
        ["reach"] = decoder.Reach.Pixels,
        ["coupling"] = decoder.Coupling == Coupling.WholeSet ? "whole-set" : "independent",
        ["tiles"] = Tiles(decoder),
        ["capabilities"] = Texts(Capabilities(decoder)),
        ["grid"] = HasOwnGrid(decoder) ? "native" : "via points",
    });

    /// <summary>Describes a metric.</summary>
    public static JsonObject Of(Metric metric, Part<Metric> part, string summary) => Described(metric, part.Name, summary, part.Options, new()
    {
        ["unit"] = metric.Unit,
        ["higher_is_better"] = metric.HigherIsBetter,
        ["protocols"] = new JsonArray([.. metric.Protocols.Select(protocol => (JsonNode)new JsonObject { ["name"] = protocol.Name, ["description"] = protocol.Description })]),
    });

    /// <summary>What a part's class is marked with.</summary>
    public static PluginAttribute MarkOf(object part) => part.GetType().GetCustomAttribute<PluginAttribute>() ?? new PluginAttribute("");

    /// <summary>A description as a table of two columns, for people.</summary>
    public static TableEvent Table(string kind, JsonObject description) =>
        new($"{kind} {description["name"]}", ["property", "value"], [.. Rows(description)]);

    private static JsonObject Described(object part, string name, string summary, PluginOptions? options, JsonObject facts)
    {
        var mark = MarkOf(part);
        var json = new JsonObject
        {
            ["name"] = name,
            ["summary"] = summary,
            ["explanation"] = Texts(mark.Explanation),
            ["paper"] = TextOrNull(mark.Paper),
            ["source"] = TextOrNull(mark.Source),
            ["source_license"] = TextOrNull(mark.SourceLicense),
        };
        foreach (var (key, value) in facts.ToList())
        {
            facts.Remove(key);
            json[key] = value;
        }

        json["options"] = options?.ToJson() ?? [];
        json["option_descriptions"] = OptionDescriptions.Of(options);
        json["deviations"] = Texts(mark.Deviations);
        json["notes"] = Texts(mark.Notes);
        return json;
    }

    private static IEnumerable<string[]> Rows(JsonObject description)
    {
        foreach (var row in Listed(description, "explanation"))
            yield return row;
        foreach (var (key, value) in description.Where(entry => !Apart.Contains(entry.Key)))
            yield return [key.Replace('_', ' '), ValueText.Of(key, value)];
        foreach (var protocol in description["protocols"]?.AsArray() ?? [])
            yield return [$"protocol {protocol!["name"]}", $"{protocol["description"]}"];
        foreach (var (key, value) in description["options"]!.AsObject())
            yield return [$"option {key}", ValueText.Option(value)];
        foreach (var row in Listed(description, "deviations").Concat(Listed(description, "notes")))
            yield return row;
    }

    // A row a line, the key beside the first.
    private static IEnumerable<string[]> Listed(JsonObject description, string key) =>
        description[key]!.AsArray().Select((line, i) => new[] { i == 0 ? key : "", $"{line}" });

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static string? TextOrNull(string text) => text.Length > 0 ? text : null;

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.numel());

    private static string Tiles(Decoder decoder) => TilingEffect.Of(decoder) is { } effect ? $"change the result: {effect}" : "equal the whole, with a margin of the reach";

    private static IEnumerable<string> Capabilities(Decoder decoder)
    {
        if (decoder is ISampling)
            yield return "sampling";
        if (decoder is IStaged)
            yield return "staged";
        if (decoder is ITrainingLoss)
            yield return "training-loss";
    }

    private static bool HasOwnGrid(Decoder decoder) =>
        decoder.GetType().GetMethod(nameof(Decoder.Decode), [typeof(FeatureMap), typeof(GridQueries), typeof(int)])!.DeclaringType != typeof(Decoder);
}
