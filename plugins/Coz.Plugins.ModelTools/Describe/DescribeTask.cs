using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Constructs an encoder, a decoder or a metric, or all there are, and says what it is: options, parameters, reach, origin.</summary>
[Plugin("describe", Summary = "Describe an encoder, a decoder or a metric, or all: options, parameters, reach, protocols, origin")]
public sealed class DescribeTask(DescribeOptions options, IPartFactory parts) : ExperimentTask
{
    // A decoder's size depends on its encoder's channels; most encoders give 64.
    private const int UsualChannels = 64;

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var json = new JsonObject();
        var channels = UsualChannels;
        if (options.Encoder is { } encoderPart)
        {
            using var encoder = parts.Create(encoderPart);
            channels = encoder.Channels;
            Add(run, json, "encoder", PartDescription.Of(encoder, encoderPart, Summary<Encoder>(encoderPart.Name)));
        }
        else if (options.All || options.Decoder is not null)
        {
            run.Publish(new MessageEvent($"No encoder is named: {(options.All ? "decoders are" : "the decoder is")} described over {UsualChannels} feature channels."));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (options.All)
            AddAll(run, json, channels, cancellationToken);
        if (options.Decoder is { } decoderPart)
        {
            using var decoder = parts.Create(decoderPart, new DecoderContext(channels));
            Add(run, json, "decoder", PartDescription.Of(decoder, decoderPart, Summary<Decoder>(decoderPart.Name), channels));
        }

        if (options.Metric is { } metricPart)
            Add(run, json, "metric", PartDescription.Of(parts.Create(metricPart), metricPart, Summary<Metric>(metricPart.Name)));
        return Task.FromResult(new TaskResult(json));
    }

    private static void Add(IRunContext run, JsonObject json, string kind, JsonObject description)
    {
        json[kind] = description;
        run.Publish(PartDescription.Table(kind, description));
    }

    // The list is complete if a part cannot be constructed: that part is in it, with the reason.
    private void AddAll(IRunContext run, JsonObject json, int channels, CancellationToken cancellationToken)
    {
        var decoders = Survey.Decoders(parts, channels, cancellationToken);
        var encoders = Survey.Encoders(parts, cancellationToken);
        json["decoders"] = new JsonArray([.. decoders.Described]);
        json["encoders"] = new JsonArray([.. encoders.Described]);
        json["failed"] = new JsonArray([.. decoders.Failed.Concat(encoders.Failed)]);
        foreach (var failure in json["failed"]!.AsArray())
            run.Publish(new MessageEvent($"{failure!["kind"]} {failure["name"]} (plugin {failure["plugin"]}) is left out: {failure["reason"]}", IsWarning: true));
        foreach (var table in SurveyTables.Of(decoders.Described, encoders.Described))
            run.Publish(table);
        if (options.Out is not { } path)
            return;
        WholeFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(SurveyMarkdown.Of(decoders.Described, encoders.Described, channels))));
        run.Publish(new ArtefactEvent("models", path));
    }

    private string Summary<T>(string name)
        where T : class => parts.List<T>().FirstOrDefault(info => info.Name == name)?.Summary ?? "";
}
