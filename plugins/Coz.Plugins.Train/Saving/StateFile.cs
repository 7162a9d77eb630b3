using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// A training state as a safetensors file: tensors, the position as JSON in its metadata, and a SHA-256 over both, so that a file that
/// was cut short or changed is known for it.
/// </summary>
internal static class StateFile
{
    private const string Version = "1";
    private const string VersionKey = "coz.training.version";
    private const string StepKey = "coz.training.step";
    private const string PositionKey = "coz.training.position";
    private const string HashKey = "coz.training.sha256";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a state, whole or not at all, and reads it back.</summary>
    /// <exception cref="CozException">It cannot be written, or the disk gives back something else.</exception>
    public static void Write(TrainingState state, string path)
    {
        var position = state.Position.ToJsonString(Plain);
        var hash = HashOf(state.Step, position, state.Tensors);
        Safetensors.Write(path, state.Tensors, new Dictionary<string, string>
        {
            [VersionKey] = Version,
            [StepKey] = state.Step.ToString(CultureInfo.InvariantCulture),
            [PositionKey] = position,
            [HashKey] = hash,
        });
        using var back = Read(path).Content;
    }

    /// <summary>Reads a state and checks its hash.</summary>
    /// <returns>The state, and what owns its tensors: the caller disposes that.</returns>
    /// <exception cref="CozException">The file cannot be read, or is not what was written.</exception>
    public static (TrainingState State, SafetensorsContent Content) Read(string path)
    {
        var content = Safetensors.Read(path);
        try
        {
            var metadata = content.Metadata;
            if (!metadata.TryGetValue(VersionKey, out var version) || version != Version)
                throw new CozException($"{path} is no training state of version {Version}.");
            var step = long.Parse(metadata[StepKey], CultureInfo.InvariantCulture);
            if (HashOf(step, metadata[PositionKey], content.Tensors) != metadata[HashKey])
                throw new CozException($"{path} is damaged: its SHA-256 is not the one it was written with.");
            return (new TrainingState(step, JsonNode.Parse(metadata[PositionKey])!.AsObject(), content.Tensors), content);
        }
        catch (Exception e)
        {
            content.Dispose();
            if (e is KeyNotFoundException or FormatException or JsonException or InvalidOperationException)
                throw new CozException($"{path} is damaged: {OneLine.Of(e.Message, 200)}", e);
            throw;
        }
    }

    private static string HashOf(long step, string position, IReadOnlyList<KeyValuePair<string, Tensor>> tensors)
    {
        using var hash = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
        {
            stream.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{step}\n{position}\n")));
            foreach (var (name, tensor) in tensors)
            {
                stream.Write(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} {string.Join(',', tensor.shape)}\n"));
                TensorBytes.Write(stream, tensor);
            }
        }

        return Convert.ToHexStringLower(hash.Hash!);
    }
}
