using System.CommandLine;
using System.Text.Json.Nodes;
using Coz.Console.Output;
using Coz.Contracts;
using Coz.Host;
using Coz.Host.Options;

namespace Coz.Console.Commands;

/// <summary>coz describe: what an encoder, a decoder or a metric is, all of them side by side, or the options of any part.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var part = new Argument<string?>("part") { Description = "Any part, as kind/name: its options (data/image-folder, task/benchmark).", Arity = ArgumentArity.ZeroOrOne };
        var encoder = new Option<string?>("--encoder") { Description = "An encoder's name." };
        var decoder = new Option<string?>("--decoder") { Description = "A decoder's name." };
        var metric = new Option<string?>("--metric") { Description = "A metric's name." };
        var all = new Option<bool>("--all") { Description = "Every decoder and encoder at hand, with default options." };
        var output = new Option<string?>("--out") { Description = "With --all: a Markdown file to write." };
        var command = new Command("describe", "Describe an encoder, a decoder or a metric (parameters, reach, protocols, origin), all of them, or the options of any part.") { part, encoder, decoder, metric, all, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            (string Key, object? Value)[] options =
            [
                ("encoder:name", parsed.GetValue(encoder)),
                ("decoder:name", parsed.GetValue(decoder)),
                ("metric:name", parsed.GetValue(metric)),
                ("task:all", parsed.GetValue(all) ? "true" : null),
                ("task:out", parsed.GetValue(output)),
            ];
            if (parsed.GetValue(part) is not { } key)
                return TaskVerb.RunToolAsync(parsed, "describe", options, cancellationToken);
            return options.All(option => option.Value is null)
                ? Task.FromResult(DescribeOptions(SharedOptions.Host(parsed), key, parsed.GetValue(SharedOptions.Json)))
                : throw new UsageException($"'{key}' alone shows the options of a part: leave the other arguments out, or leave it out.");
        });
        return command;
    }

    private static int DescribeOptions(CozHost host, string key, bool isJson)
    {
        if (key.Split('/') is not [var kind, var name])
            throw new UsageException($"A part is named as kind/name, for example data/image-folder; got '{key}'.");
        if (host.Parts.Unavailable(kind, name) is { } reason)
            throw new UsageException($"{char.ToUpperInvariant(reason[0])}{reason[1..]}.");
        var info = host.Catalog.Parts().First(part => part.Kind == kind && part.Name == name);
        var options = OptionInfo.Of(host.Parts.OptionsOf(kind, name));
        if (isJson)
            Json.Write(new JsonObject { ["kind"] = kind, ["name"] = name, ["summary"] = info.Summary, ["plugin"] = info.PluginId, ["options"] = new JsonArray([.. options.Select(ToJson)]) });
        else
            RunReporter.Write(new TableEvent($"{key}: {info.Summary}", ["option", "type", "default", "legal", "description"], [.. options.Select(ToRow)]));
        return 0;
    }

    private static JsonNode ToJson(OptionInfo option) => new JsonObject
    {
        ["key"] = option.Key,
        ["type"] = option.TypeText,
        ["default"] = option.DefaultText,
        ["required"] = option.IsRequired,
        ["section"] = option.IsSection,
        ["legal"] = option.LegalText,
        ["description"] = option.Description,
    };

    private static string[] ToRow(OptionInfo option) =>
        [option.IsSection ? $"{option.Key} (section)" : option.Key, option.TypeText, option.DefaultText ?? "(required)", option.LegalText, option.Description];
}
