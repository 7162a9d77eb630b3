using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Native;

/// <summary>
/// COZ's own checkpoints: a safetensors file with the official keys, whose metadata says the model, so that it rebuilds itself:
/// <c>coz.version</c> (1), <c>coz.encoder</c> and <c>coz.decoder</c> ({"name", "options"} in JSON), <c>coz.epoch</c>.
/// </summary>
[Plugin("safetensors", Summary = "COZ's own checkpoints: safetensors with the model's spec in the metadata")]
public sealed class NativeFormat : CheckpointFormat
{
    private const string Version = "1";
    private const string VersionKey = "coz.version";
    private const string EncoderKey = "coz.encoder";
    private const string DecoderKey = "coz.decoder";
    private const string EpochKey = "coz.epoch";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".safetensors"];

    /// <inheritdoc/>
    public override bool CanRead(string path) => Safetensors.LooksLike(path);

    /// <inheritdoc/>
    public override Checkpoint Read(string path)
    {
        var (encoder, decoder, epoch) = ReadMetadata(path);
        return new Checkpoint(encoder, decoder, Safetensors.Read(path).Tensors, epoch);
    }

    /// <inheritdoc/>
    public override void Write(Checkpoint checkpoint, string path)
    {
        var metadata = new Dictionary<string, string> { [VersionKey] = Version };
        if (checkpoint.Encoder is { } encoder)
            metadata[EncoderKey] = ToJson(encoder);
        if (checkpoint.Decoder is { } decoder)
            metadata[DecoderKey] = ToJson(decoder);
        if (checkpoint.Epoch is { } epoch)
            metadata[EpochKey] = epoch.ToString(CultureInfo.InvariantCulture);
        Safetensors.Write(path, checkpoint.State, metadata);
    }

    private static (PartSpec? Encoder, PartSpec? Decoder, int? Epoch) ReadMetadata(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var metadata = file.Metadata;
        if (!metadata.TryGetValue(VersionKey, out var version) || !metadata.ContainsKey(EncoderKey) && !metadata.ContainsKey(DecoderKey))
            throw new CozException($"{path} does not say which model it holds: its metadata lacks {VersionKey}, {EncoderKey} and {DecoderKey}; coz convert writes them from an official .pth.");
        if (version != Version)
            throw new CozException($"{path} is a checkpoint of version '{OneLine.Of(version)}', expected {Version}: read it with the COZ that wrote it.");
        var epoch = metadata.TryGetValue(EpochKey, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        return (FromJson(metadata, EncoderKey, path), FromJson(metadata, DecoderKey, path), epoch);
    }

    private static string ToJson(PartSpec spec) => new JsonObject { ["name"] = spec.Name, ["options"] = spec.Options.DeepClone() }.ToJsonString(Plain);

    private static PartSpec? FromJson(IReadOnlyDictionary<string, string> metadata, string key, string path)
    {
        if (!metadata.TryGetValue(key, out var text))
            return null;
        try
        {
            if (JsonNode.Parse(text) is JsonObject spec && spec["name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String
                && (spec["options"] ?? new JsonObject()) is JsonObject options)
                return new PartSpec(name.GetValue<string>(), options.DeepClone().AsObject());
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw Damaged(path, key, e);
        }

        throw Damaged(path, key);
    }

    private static CozException Damaged(string path, string key, Exception? cause = null)
    {
        var message = $"{path}: its metadata {key} is no JSON object with a name and options: it may be damaged; write it again.";
        return cause is null ? new CozException(message) : new CozException(message, cause);
    }
}
