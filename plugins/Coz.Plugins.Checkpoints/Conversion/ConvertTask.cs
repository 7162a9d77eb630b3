using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Checkpoints.Conversion;

/// <summary>Reads a checkpoint of any known format and writes it in the one that the output's ending names.</summary>
[Plugin("convert", Summary = "Convert a checkpoint: official .pth to .safetensors and back")]
public sealed class ConvertTask(ConvertOptions options, IPartFactory parts) : ExperimentTask
{
    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (!File.Exists(options.Input))
            yield return $"input: there is no file {options.Input}";
        if (IsSameFile(options.Input, options.Output))
            yield return $"output is the input itself ({options.Output}): name another file";
        if (FormatOf(options.Output) is null)
            yield return $"output: the ending of {options.Output} names no format, expected one of {string.Join(", ", Formats().SelectMany(format => format.Extensions))}";
    }

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        if (Validate().FirstOrDefault() is { } fault)
            throw new UsageException($"convert: {fault}.");
        using var checkpoint = new ModelFactory(parts).Read(options.Input);
        cancellationToken.ThrowIfCancellationRequested();
        FormatOf(options.Output)!.Write(checkpoint, options.Output);
        foreach (var note in checkpoint.Notes)
            run.Publish(new MessageEvent($"{options.Input}: {note}.", IsWarning: true));
        var json = Json(checkpoint);
        run.Publish(new MessageEvent($"Wrote {options.Output}: {string.Join(" + ", new[] { checkpoint.Encoder?.Name, checkpoint.Decoder?.Name }.OfType<string>())}, {json["parameters"]} numbers."));
        run.Publish(new ArtefactEvent("checkpoint", options.Output));
        return Task.FromResult(new TaskResult(json));
    }

    private static bool IsSameFile(string a, string b)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return string.Equals(Final(a), Final(b), comparison);
    }

    private static string Final(string path)
    {
        var full = Path.GetFullPath(path);
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    private IEnumerable<CheckpointFormat> Formats() => parts.List<CheckpointFormat>().Select(info => parts.Create(parts.Bind<CheckpointFormat>(info.Name)));

    private CheckpointFormat? FormatOf(string path) =>
        Formats().FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase));

    private JsonObject Json(Checkpoint checkpoint) => new()
    {
        ["input"] = options.Input,
        ["output"] = options.Output,
        ["encoder"] = checkpoint.Encoder?.Name,
        ["decoder"] = checkpoint.Decoder?.Name,
        ["parameters"] = checkpoint.State.Sum(entry => entry.Value.numel()),
        ["notes"] = new JsonArray([.. checkpoint.Notes.Select(note => (JsonNode)note)]),
    };
}
