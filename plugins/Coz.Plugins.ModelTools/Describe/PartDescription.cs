using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp.Modules;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Describes constructed parts: what is counted is counted on the modules, frozen numbers included.</summary>
internal static class PartDescription
{
    /// <summary>Describes an encoder.</summary>
    public static JsonObject Of(Encoder encoder, Part<Encoder> part, string summary) => new()
    {
        ["name"] = part.Name,
        ["summary"] = summary,
        ["paper"] = PaperOf(encoder),
        ["parameters"] = Count(encoder.parameters()),
        ["trainable"] = Count(encoder.parameters().Where(parameter => parameter.requires_grad)),
        ["channels"] = encoder.Channels,
        ["reach"] = encoder.Reach.Pixels,
        ["options"] = part.Options?.ToJson() ?? [],
    };

    /// <summary>Describes a decoder.</summary>
    public static JsonObject Of(Decoder decoder, Part<Decoder> part, string summary, int channels) => new()
    {
        ["name"] = part.Name,
        ["summary"] = summary,
        ["paper"] = PaperOf(decoder),
        ["parameters"] = Count(decoder.parameters()),
        ["trainable"] = Count(decoder.parameters().Where(parameter => parameter.requires_grad)),
        ["input_channels"] = channels,
        ["reach"] = decoder.Reach.Pixels,
        ["coupling"] = decoder.Coupling == Coupling.WholeSet ? "whole-set" : "independent",
        ["capabilities"] = new JsonArray([.. Capabilities(decoder).Select(name => (JsonNode)name)]),
        ["grid"] = HasOwnGrid(decoder) ? "native" : "via points",
        ["options"] = part.Options?.ToJson() ?? [],
    };

    /// <summary>Describes a metric.</summary>
    public static JsonObject Of(Metric metric, Part<Metric> part, string summary) => new()
    {
        ["name"] = part.Name,
        ["summary"] = summary,
        ["paper"] = PaperOf(metric),
        ["unit"] = metric.Unit,
        ["higher_is_better"] = metric.HigherIsBetter,
        ["protocols"] = new JsonArray([.. metric.Protocols.Select(protocol => (JsonNode)new JsonObject { ["name"] = protocol.Name, ["description"] = protocol.Description })]),
        ["options"] = part.Options?.ToJson() ?? [],
    };

    /// <summary>A description as a table of two columns, for people.</summary>
    public static TableEvent Table(string kind, JsonObject description) =>
        new($"{kind} {description["name"]}", ["property", "value"], [.. Rows(description)]);

    private static IEnumerable<string[]> Rows(JsonObject description)
    {
        foreach (var (key, value) in description.Where(entry => entry.Key is not ("name" or "options" or "protocols")))
            yield return [key.Replace('_', ' '), Text(key, value)];
        foreach (var protocol in description["protocols"]?.AsArray() ?? [])
            yield return [$"protocol {protocol!["name"]}", $"{protocol["description"]}"];
        foreach (var (key, value) in description["options"]!.AsObject())
            yield return [$"option {key}", value?.ToJsonString() ?? "not set"];
    }

    private static string Text(string key, JsonNode? value) => (key, value) switch
    {
        ("reach", null) => "the whole image",
        ("reach", _) => $"{value} LR pixels",
        ("parameters" or "trainable", JsonNode count) => count.GetValue<long>().ToString("N0", CultureInfo.InvariantCulture),
        (_, null) => "-",
        (_, JsonArray { Count: 0 }) => "none",
        (_, JsonArray array) => string.Join(", ", array.Select(item => $"{item}")),
        _ => $"{value}",
    };

    private static string? PaperOf(object part) => part.GetType().GetCustomAttribute<PluginAttribute>()?.Paper is { Length: > 0 } paper ? paper : null;

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.numel());

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
