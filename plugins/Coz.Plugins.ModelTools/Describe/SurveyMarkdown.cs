using System.Text.Json.Nodes;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>docs/models.md: a table of all decoders, one of all encoders, and a section each.</summary>
internal static class SurveyMarkdown
{
    public static string Of(IReadOnlyList<JsonObject> decoders, IReadOnlyList<JsonObject> encoders, int channels) =>
        string.Join('\n', [.. Head(channels), .. Decoders(decoders), .. Encoders(encoders), .. decoders.Concat(encoders).SelectMany(Section)]) + "\n";

    private static string[] Head(int channels) =>
    [
        "# Models",
        "",
        "Written by `coz describe --all --out docs/models.md` from what the classes say and the modules count: do not edit it.",
        "",
        "A model is an encoder and a decoder. The encoder looks at the small picture (the input, LR) once and gives each of its pixels some",
        "numbers, its features. The decoder is then asked for output pixels, at any place and of any size, and gives a colour for each.",
        "",
        $"- **parameters**: the weights of the part, frozen ones included; those of decoders over {channels} feature channels.",
        "- **reach**: how far around an output pixel the part looks. A tile with that margin gives the pixels of the whole image.",
        "- **coupling**: *independent* if each output pixel depends on its own place alone, *whole-set* if on all that are asked for at once.",
        "- **capabilities**: *sampling* draws from a distribution, *staged* refines in stages, *training-loss* has a loss of its own.",
        "- **grid**: *native* if the decoder has its own way to render a regular grid, *via points* if as single points.",
        "- **official code**: that of the authors; this repository holds none of it.",
    ];

    private static IEnumerable<string> Decoders(IReadOnlyList<JsonObject> decoders) =>
    [
        "",
        "## Decoders",
        "",
        Line("decoder", "parameters", "reach", "coupling", "capabilities", "paper", "licence of the official code"),
        Line(":--", "--:", ":--", ":--", ":--", ":--", ":--"),
        .. decoders.SelectMany(DecoderRows),
        "",
        .. decoders.SelectMany(decoder => Notes(decoder).Select((note, i) => $"{Reference(decoder, i)}: {note}")),
    ];

    private static IEnumerable<string> Encoders(IReadOnlyList<JsonObject> encoders) =>
    [
        "",
        "## Encoders",
        "",
        Line("encoder", "parameters", "channels", "reach", "paper", "licence of the official code"),
        Line(":--", "--:", "--:", ":--", ":--", ":--"),
        .. encoders.Select(encoder => Line([Link(encoder), .. Cells(encoder, "parameters", "channels", "reach", "paper", "source_license")])),
    ];

    private static IEnumerable<string> DecoderRows(JsonObject decoder)
    {
        var references = string.Concat(Notes(decoder).Select((_, i) => Reference(decoder, i)));
        yield return Line([Link(decoder) + references, .. Cells(decoder, "parameters", "reach", "coupling", "capabilities", "paper", "source_license")]);
        foreach (var variant in decoder["variants"]!.AsArray().Select(variant => variant!.AsObject()))
            yield return Line([$"{Link(decoder)} {variant["set"]}", .. Cells(variant, "parameters", "reach"), .. Cells(decoder, "coupling", "capabilities"), "as above", "as above"]);
    }

    private static IEnumerable<string> Section(JsonObject part)
    {
        var options = part["options"]!.AsObject();
        var grid = part["grid"] is { } way ? $" Grid: {way}." : "";
        return
        [
            "",
            $"## {part["name"]}",
            "",
            $"{part["summary"]}.{grid}",
            "",
            .. part["explanation"]!.AsArray().Select(line => $"- {line}"),
            "",
            .. options.Count == 0
                ? ["No options."]
                : (string[])[Line("option", "default", "what it is"), Line(":--", ":--", ":--"), .. options.Select(option => Line($"`{option.Key}`", ValueText.Option(option.Value), $"{part["option_descriptions"]![option.Key]}"))],
            "",
            $"Official code: {part["source"] ?? "none"}. Licence: {part["source_license"] ?? "-"}.",
            .. List("Deviations from it:", part["deviations"]!.AsArray()),
            .. List("Notes:", Notes(part)),
        ];
    }

    private static IEnumerable<string> List(string title, JsonArray items) =>
        items.Count == 0 ? [] : ["", title, "", .. items.Select(item => $"- {item}")];

    private static JsonArray Notes(JsonObject part) => part["notes"]!.AsArray();

    private static string Reference(JsonObject part, int note) => $"[^{part["name"]}-{note + 1}]";

    private static string Link(JsonObject part) => $"[{part["name"]}](#{part["name"]})";

    private static IEnumerable<string> Cells(JsonObject part, params string[] keys) => keys.Select(key => ValueText.Of(key, part[key]));

    private static string Line(params IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
