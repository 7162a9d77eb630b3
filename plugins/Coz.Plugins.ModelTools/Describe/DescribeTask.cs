using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>Constructs an encoder, a decoder or a metric and says what it is: options, parameters, reach, capabilities, protocols.</summary>
[Plugin("describe", Summary = "Describe an encoder, a decoder or a metric: options, parameters, reach, protocols")]
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

        cancellationToken.ThrowIfCancellationRequested();
        if (options.Decoder is { } decoderPart)
        {
            using var decoder = parts.Create(decoderPart, new DecoderContext(channels));
            Add(run, json, "decoder", PartDescription.Of(decoder, decoderPart, Summary<Decoder>(decoderPart.Name), channels));
            if (options.Encoder is null)
                run.Publish(new MessageEvent($"No encoder is named: the decoder is described over {UsualChannels} feature channels."));
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

    private string Summary<T>(string name)
        where T : class => parts.List<T>().FirstOrDefault(info => info.Name == name)?.Summary ?? "";
}
