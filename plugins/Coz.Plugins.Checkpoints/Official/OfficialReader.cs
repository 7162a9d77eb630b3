using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Plugins.Checkpoints.Torch;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>Reads {'model': {'name', 'args', 'sd'}, 'optimizer', 'epoch'}.</summary>
/// <param name="path">The file.</param>
internal sealed class OfficialReader(string path)
{
    // The upsampler of a fixed-scale EDSR or RDN, which no arbitrary-scale model has.
    private static readonly string[] Tails = ["encoder.tail.", "encoder.UPNet."];

    private readonly List<string> _notes = [];

    public Checkpoint Read()
    {
        using var file = TorchContainer.Open(path);
        if (file.Root is not PickleDict root)
            throw new CozException($"{path} holds {ArgumentValue.Describe(file.Root)} where {{'model': {{'name', 'args', 'sd'}}}} is expected: it is no checkpoint of these models.");
        if (MmcvFile.TryRead(root, path, _notes) is { } mmcv)
            root = mmcv;
        if (!root.TryGet<PickleDict>("model", out var model))
            throw NoSpec(root);
        var (encoder, decoder, keys) = ReadSpec(model, "model");
        if (!model.TryGet<PickleDict>("sd", out var state))
            throw new CozException($"{path} has no state dict: 'sd' is missing in 'model'.");
        var wanted = Wanted(state, keys, isEncoderAlone: decoder is null);
        foreach (var (key, value) in root.Entries.Where(entry => entry.Key is not ("model" or "epoch")))
            _notes.Add(key is "optimizer" ? $"the optimizer's state ({NameOf(value)}) was left out" : $"the entry '{OneLine.Of(key.ToString()!)}' was left out");
        var tensors = file.Read(wanted);
        _notes.AddRange(file.Notes);
        return new Checkpoint(encoder, decoder, tensors, root["epoch"] is long epoch and >= 0 and <= int.MaxValue ? (int)epoch : null) { Notes = _notes };
    }

    private static string NameOf(object? spec) => spec is PickleDict dict && dict["name"] is string name ? OneLine.Of(name) : "unnamed";

    private CozException NoSpec(PickleDict root) => root.Count > 0 && root.Entries.All(entry => entry.Value is TensorRef or long or double)
        ? new CozException($"{path} is a bare state dict that does not say its model: {{'model': {{'name', 'args', 'sd'}}}} is expected; save it so.")
        : new CozException($"{path} has no 'model' with 'name', 'args' and 'sd'; it has {string.Join(", ", root.Entries.Take(8).Select(entry => $"'{OneLine.Of(entry.Key.ToString()!, 40)}'"))}: it is no checkpoint of these models.");

    private (PartSpec? Encoder, PartSpec? Decoder, KeyMap? Keys) ReadSpec(PickleDict spec, string where)
    {
        var (name, arguments) = Split(spec, where);
        if (OfficialParts.Encoders.FirstOrDefault(part => part.Official == name) is { } encoder)
            return (OfficialSpec.Read(encoder, arguments, path, _notes), null, null);
        var decoder = Known(OfficialParts.Decoders, name, arguments);
        if (!arguments.TryGet<PickleDict>(decoder.EncoderKey, out var encoderSpec))
            throw new CozException($"{path}: model '{name}' does not say its encoder: '{decoder.EncoderKey}' is missing in its args.");
        var ours = OfficialSpec.Read(decoder, arguments, path, _notes);
        if (decoder.OwnEncoder is { } own)
            return (OfficialSpec.Read(own.Part, encoderSpec, path, _notes), ours, own.Keys);
        var (encoderName, encoderArguments) = Split(encoderSpec, decoder.EncoderKey);
        return (OfficialSpec.Read(Known(OfficialParts.Encoders, encoderName, encoderArguments), encoderArguments, path, _notes), ours, null);
    }

    private (string Name, PickleDict Arguments) Split(PickleDict spec, string where)
    {
        if (spec["name"] is not string name)
            throw new CozException($"{path}: '{where}' does not name its model: 'name' is missing or no text.");
        if (spec["args"] is null)
            return (name, new PickleDict());
        return (name, spec["args"] as PickleDict ?? throw new CozException($"{path}: the 'args' of '{OneLine.Of(name)}' are no dictionary."));
    }

    private OfficialPart Known(IReadOnlyList<OfficialPart> parts, string name, PickleDict arguments) =>
        parts.FirstOrDefault(part => part.Official == name && part.Fits(arguments))
        ?? parts.LastOrDefault(part => part.Official == name)
        ?? throw new CozException($"{path} holds the model '{OneLine.Of(name)}', which is not known here; known are {string.Join(", ", OfficialParts.Decoders.Concat(OfficialParts.Encoders).Select(part => part.Official).Distinct())}.");

    private List<KeyValuePair<string, TensorRef>> Wanted(PickleDict state, KeyMap? keys, bool isEncoderAlone)
    {
        var wanted = new List<KeyValuePair<string, TensorRef>>();
        var tail = 0;
        foreach (var (key, value) in state.Entries)
        {
            if (key is not string name || value is not TensorRef tensor)
                throw new CozException($"{path}: the entry '{OneLine.Of(key.ToString()!)}' of its state dict is no tensor.");
            var ours = isEncoderAlone ? Checkpoint.EncoderPrefix + name : keys?.ToOurs(name, state) ?? name;
            if (Tails.Any(prefix => ours.StartsWith(prefix, StringComparison.Ordinal)))
                tail++;
            else
                wanted.Add(new(ours, tensor));
        }

        if (tail > 0)
            _notes.Add(FormattableString.Invariant($"{tail} tensors of a fixed-scale upsampler (tail, UPNet) were left out: only its features are used"));
        return wanted;
    }
}
