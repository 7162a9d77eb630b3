using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Every part of a kind, constructed with its default options and described.</summary>
/// <param name="Described">A description a part, by name.</param>
/// <param name="Failed">kind, name, plugin and reason of each part that could not be constructed.</param>
internal sealed record Survey(IReadOnlyList<JsonObject> Described, IReadOnlyList<JsonObject> Failed)
{
    /// <summary>All decoders, each with the variants its author names.</summary>
    public static Survey Decoders(IPartFactory parts, int channels, CancellationToken cancellationToken) => Of<Decoder>(parts, info =>
    {
        var (description, variants) = Describe(null);
        description["variants"] = new JsonArray([.. variants.Select(Variant)]);
        return description;

        (JsonObject Description, string[] Variants) Describe(JsonObject? options)
        {
            var part = parts.Bind<Decoder>(info.Name, options);
            using var decoder = parts.Create(part, new DecoderContext(channels));
            return (PartDescription.Of(decoder, part, info.Summary, channels), PartDescription.MarkOf(decoder).Variants);
        }

        JsonNode Variant(string settings)
        {
            var description = Describe(Options(settings)).Description;
            return new JsonObject { ["set"] = settings, ["parameters"] = description["parameters"]!.DeepClone(), ["reach"] = description["reach"]?.DeepClone() };
        }
    }, cancellationToken);

    /// <summary>All encoders.</summary>
    public static Survey Encoders(IPartFactory parts, CancellationToken cancellationToken) => Of<Encoder>(parts, info =>
    {
        var part = parts.Bind<Encoder>(info.Name);
        using var encoder = parts.Create(part);
        return PartDescription.Of(encoder, part, info.Summary);
    }, cancellationToken);

    private static Survey Of<T>(IPartFactory parts, Func<PartInfo, JsonObject> describe, CancellationToken cancellationToken)
        where T : class
    {
        var described = new List<JsonObject>();
        var failed = new List<JsonObject>();
        foreach (var info in parts.List<T>())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                described.Add(describe(info));
            }
#pragma warning disable CA1031 // Whatever a foreign part throws is that part's fault alone; the others are described.
            catch (Exception e)
            {
                failed.Add(new JsonObject { ["kind"] = info.Kind, ["name"] = info.Name, ["plugin"] = info.PluginId, ["reason"] = OneLine.Of(e.Message, 300) });
            }
#pragma warning restore CA1031
        }

        return new Survey(described, failed);
    }

    // "a=1 b=[2,3] c=text": values are JSON, or else text.
    private static JsonObject Options(string settings)
    {
        var json = new JsonObject();
        foreach (var setting in settings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = setting.Split('=', 2);
            json[parts[0]] = parts.Length == 1 ? true : Value(parts[1]);
        }

        return json;
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
