using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Plugins.Checkpoints.Torch;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>
/// The .pth files of the official repositories, read without running anything in them, and written so that torch.load and the
/// official code read them back.
/// </summary>
/// <remarks>
/// Source: the save code of pf0607/COZ and yinboc/liif. Deviations: the optimizer's state is not kept; a fixed-scale tail is left out;
/// tensors that shared a storage get one each.
/// </remarks>
[Plugin("official", Summary = "The official .pth layout: {'model': {'name', 'args', 'sd'}, 'epoch'}")]
public sealed class OfficialFormat : CheckpointFormat
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Extensions { get; } = [".pth", ".pt"];

    /// <inheritdoc/>
    public override bool CanRead(string path)
    {
        Span<byte> start = stackalloc byte[9];
        try
        {
            using var stream = File.OpenRead(path);
            var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            // A safetensors header may be as long as the byte that begins a pickle; its JSON tells them apart.
            var isSafetensors = count == start.Length && start[8] == (byte)'{';
            return count > 1 && start[0] == (byte)PickleOpcode.Proto && !isSafetensors || count >= 4 && start[..4].SequenceEqual("PK\x03\x04"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CozException($"Cannot read {path}: {OneLine.Of(e.Message, 300)}", e);
        }
    }

    /// <inheritdoc/>
    public override Checkpoint Read(string path) => new OfficialReader(path).Read();

    /// <inheritdoc/>
    public override void Write(Checkpoint checkpoint, string path)
    {
        var root = new PickleDict { ["model"] = Model(checkpoint, path) };
        if (checkpoint.Epoch is { } epoch)
            root["epoch"] = (long)epoch;
        TorchWriter.Write(path, root);
    }

    private static PickleDict Model(Checkpoint checkpoint, string path)
    {
        var encoder = checkpoint.Encoder ?? throw new CozException($"Cannot write {path}: the checkpoint does not say its encoder.");
        if (checkpoint.Decoder is null)
            return Spec(Find(OfficialParts.Encoders, encoder, path), encoder, State(checkpoint, Bare), path);
        var part = Find([.. OfficialParts.Decoders.Where(part => part.OwnEncoder is not { } own || own.Part.Ours == encoder.Name)], checkpoint.Decoder, path);
        var name = part.OwnEncoder is { } own ? key => own.Keys.ToOfficial(key, path) : (Func<string, string>)(key => key);
        var model = Spec(part, checkpoint.Decoder, State(checkpoint, name), path);
        ((PickleDict)model["args"]!)[part.EncoderKey] = part.OwnEncoder is { Part: var bound }
            ? OfficialSpec.Write(bound, encoder.Options, path)
            : Spec(Find(OfficialParts.Encoders, encoder, path), encoder, null, path);
        return model;
    }

    private static PickleDict State(Checkpoint checkpoint, Func<string, string> name)
    {
        var state = new PickleDict { IsOrderedDict = true };
        foreach (var (key, tensor) in checkpoint.State)
            state[name(key)] = tensor;
        return state;
    }

    private static OfficialPart Find(IReadOnlyList<OfficialPart> parts, PartSpec spec, string path) => parts.FirstOrDefault(part => part.Ours == spec.Name)
        ?? throw new CozException($"Cannot write {path}: the official layout has no model for '{OneLine.Of(spec.Name)}', only for {string.Join(", ", parts.Select(part => part.Ours))}: write a .safetensors file.");

    private static PickleDict Spec(OfficialPart part, PartSpec spec, PickleDict? state, string path)
    {
        var written = new PickleDict { ["name"] = part.Official, ["args"] = OfficialSpec.Write(part, spec.Options, path) };
        if (state is not null)
            written["sd"] = state;
        return written;
    }

    private static string Bare(string key) =>
        key.StartsWith(Checkpoint.EncoderPrefix, StringComparison.Ordinal) ? key[Checkpoint.EncoderPrefix.Length..] : key;
}
