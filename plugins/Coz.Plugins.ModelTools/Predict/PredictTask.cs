using System.Diagnostics;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.ModelTools.Predict;

/// <summary>
/// Runs a model on given tensors and writes its raw output, neither denormalised nor clamped: the parity check against another
/// implementation. An encoder alone writes its features. A decoder that draws samples also writes pred_t07, at a temperature of 0.7, for
/// a case with a latent z, and logp for one with gt; one that draws patches writes them laid side by side.
/// </summary>
[Plugin("predict", Summary = "Run a model on tensors from a file and write its raw output: the parity check")]
public sealed class PredictTask(PredictOptions options, IPartFactory parts) : ExperimentTask
{
    private readonly ModelFactory _factory = new(parts);

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var (key, path) in new[] { ("model", options.Model?.Checkpoint), ("encoder_from", options.EncoderFrom), ("case", options.Case) })
        {
            if (path is not null && !File.Exists(path))
                yield return $"{key}: there is no file {path}";
            if (path is not null && Path.GetFullPath(path) == Path.GetFullPath(options.Out))
                yield return $"out is the file of {key} itself ({path}): name another file";
        }
    }

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        if (Validate().FirstOrDefault() is { } fault)
            throw new UsageException($"predict: {fault}.");
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (outputs, seconds) = EncoderName() is { } encoder ? Features(encoder, run) : Points(run, cancellationToken);
        Safetensors.Write(options.Out, outputs);
        run.Publish(new ArtefactEvent("prediction", options.Out));
        var json = new JsonObject
        {
            ["out"] = options.Out,
            ["shape"] = new JsonArray([.. outputs[0].Value.shape.Select(side => (JsonNode)side)]),
            ["tensors"] = new JsonArray([.. outputs.Select(output => (JsonNode)output.Key)]),
            ["seconds"] = seconds.Sum(part => part.Seconds),
        };
        foreach (var (part, value) in seconds)
            json[$"{part}_seconds"] = value;
        return Task.FromResult(new TaskResult(json));
    }

    // An encoder's name, or a file that holds an encoder alone; null for a whole model.
    private string? EncoderName()
    {
        if (options.Model!.Checkpoint is { } path)
        {
            using var checkpoint = _factory.Read(path);
            return checkpoint.Decoder is null ? path : null;
        }

        return options.Model.ShortName is { } name && parts.List<Encoder>().Any(encoder => encoder.Name == name) ? name : null;
    }

    private (IReadOnlyList<KeyValuePair<string, Tensor>> Outputs, (string Part, double Seconds)[] Seconds) Features(string encoderName, IRunContext run)
    {
        using var encoder = _factory.CreateEncoder(encoderName, options.EncoderFrom);
        using var input = PredictionCase.Read(options.Case, options.CaseName, hasQueries: false, null, run.Device);
        encoder.to(input.Input.device).to(input.Input.dtype);
        var watch = Stopwatch.StartNew();
        var features = encoder.forward(input.Input);
        return ([new("pred", features)], [("encode", watch.Elapsed.TotalSeconds)]);
    }

    private (IReadOnlyList<KeyValuePair<string, Tensor>> Outputs, (string Part, double Seconds)[] Seconds) Points(IRunContext run, CancellationToken cancellationToken)
    {
        if (options.Model!.Checkpoint is null && options.EncoderFrom is not null)
            throw new UsageException($"predict: encoder_from gives the encoder's weights to a checkpoint or an encoder; '{options.Model.ShortName}' is a pair with weights from the seed.");
        using var model = options.Model.Checkpoint is { } path
            ? _factory.Load(path, options.EncoderFrom)
            : _factory.Create(options.Model, run.Seed);
        foreach (var note in model.Notes)
            run.Publish(new MessageEvent($"{note}."));
        using var input = PredictionCase.Read(options.Case, options.CaseName, hasQueries: true, (model.Decoder as ISampling)?.LatentChannels, run.Device);
        model.To(run.Device);
        model.Encoder?.to(input.Input.dtype);
        model.Decoder.to(input.Input.dtype);

        var watch = Stopwatch.StartNew();
        using var map = new FeatureMap(model.Encoder?.forward(input.Input) ?? input.Input, input.Input);
        var encoded = watch.Elapsed.TotalSeconds;
        using var prepared = model.Prepare(map);
        var ready = watch.Elapsed.TotalSeconds;
        var outputs = new Prediction(model.Decoder, prepared, input, cancellationToken).Outputs();
        return (outputs, [("encode", encoded), ("prepare", ready - encoded), ("decode", watch.Elapsed.TotalSeconds - ready)]);
    }
}
