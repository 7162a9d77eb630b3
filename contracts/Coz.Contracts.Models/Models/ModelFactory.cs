using System.Security.Cryptography;
using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>Makes models from what experiments and checkpoints say, through the available parts.</summary>
/// <param name="parts">The available parts.</param>
public sealed class ModelFactory(IPartFactory parts)
{
    /// <summary>Chooses the parts of a model without constructing it, as <c>coz validate</c> does.</summary>
    /// <param name="spec">The model; a checkpoint is only looked for.</param>
    /// <returns>Encoder and decoder; both null for a checkpoint.</returns>
    /// <exception cref="CozException">A name is unknown (the nearest is named), or the checkpoint's file is missing.</exception>
    public (Part<Encoder>? Encoder, Part<Decoder>? Decoder) Resolve(ModelSpec spec)
    {
        if (spec.Checkpoint is { } path)
            return File.Exists(path) ? default : throw new UsageException($"There is no checkpoint {path}: give the path of a .pth or .safetensors file.");
        return spec.ShortName is { } name ? ResolveShortName(name) : (spec.Encoder, spec.Decoder);
    }

    /// <summary>Makes a model. Weights that no checkpoint gives come from the seed, the same whatever was made before.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="seed">The seed of untrained weights.</param>
    /// <returns>The model, in evaluation mode, on the CPU; the caller disposes it.</returns>
    /// <exception cref="CozException">A name is unknown, or the checkpoint cannot be loaded.</exception>
    public SrModel Create(ModelSpec spec, int seed = 0)
    {
        if (spec.Checkpoint is { } path)
            return Load(path, name: spec.Name);
        var (encoder, decoder) = Resolve(spec);
        var isInterpolation = encoder is null;
        return Create(spec.Name ?? spec.ShortName ?? string.Join('+', new[] { encoder?.Name, decoder!.Name }.OfType<string>()), encoder, decoder!, isInterpolation ? null : false, seed);
    }

    /// <summary>Makes the model a checkpoint holds, and loads its weights, all or nothing.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <param name="encoderFrom">
    /// A file whose encoder weights are taken instead, for a checkpoint without its encoder's; null for none. What the encoder has no
    /// place for is dropped if <see cref="Encoder.IsNeverApplied"/>, and refused otherwise.
    /// </param>
    /// <param name="name">The name in tables; null for the file's name with a short hash.</param>
    /// <returns>The model, in evaluation mode, on the CPU; the caller disposes it.</returns>
    /// <exception cref="CozException">The file is damaged, of an unknown format or model, or does not fit the model.</exception>
    public SrModel Load(string path, string? encoderFrom = null, string? name = null)
    {
        using var checkpoint = Read(path);
        if (checkpoint.Decoder is null)
            throw new CozException($"{path} holds an encoder without a decoder: a model needs both.");
        var encoder = Bind<Encoder>(checkpoint.Encoder, path);
        var decoder = Bind<Decoder>(checkpoint.Decoder, path)!;
        var model = Create(name ?? NameOf(path), encoder, decoder, isTrained: true, seed: 0);
        try
        {
            model.Notes = LoadState(model.Encoder, model.Decoder, checkpoint, path, encoderFrom);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Makes an encoder alone.</summary>
    /// <param name="nameOrPath">An encoder's name, or a checkpoint's file.</param>
    /// <param name="encoderFrom">A checkpoint whose encoder weights are taken; null to keep the file's own, or the seeded ones.</param>
    /// <returns>The encoder, in evaluation mode, on the CPU; the caller disposes it.</returns>
    /// <exception cref="CozException">The name is unknown, or the weights do not fit.</exception>
    public Encoder CreateEncoder(string nameOrPath, string? encoderFrom = null)
    {
        using var checkpoint = ModelSpec.IsPath(nameOrPath) ? Read(nameOrPath) : new Checkpoint(new PartSpec(nameOrPath, []), null, []);
        var part = Bind<Encoder>(checkpoint.Encoder, nameOrPath) ?? throw new CozException($"{nameOrPath} does not say which encoder it holds.");
        random.manual_seed(0);
        var encoder = parts.Create(part);
        encoder.eval();
        if (checkpoint.State.Count > 0 || encoderFrom is not null)
            LoadState(encoder, null, checkpoint, nameOrPath, encoderFrom);
        return encoder;
    }

    /// <summary>Reads a checkpoint with the format that knows it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The checkpoint; the caller disposes it.</returns>
    /// <exception cref="CozException">There is no such file, no format knows it, or it is damaged.</exception>
    public Checkpoint Read(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no checkpoint {path}: give the path of a .pth or .safetensors file.");
        foreach (var info in parts.List<CheckpointFormat>())
        {
            var format = parts.Create(parts.Bind<CheckpointFormat>(info.Name));
            if (format.CanRead(path))
                return format.Read(path);
        }

        throw new CozException($"{path} is no checkpoint of a known format ({string.Join(", ", parts.List<CheckpointFormat>().Select(format => format.Name))}): it may be cut short, or of another kind.");
    }

    /// <summary>The name of a checkpoint in tables: its file's name and the first 8 digits of its SHA-256.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The name.</returns>
    public static string NameOf(string path)
    {
        using var file = File.OpenRead(path);
        return $"{Path.GetFileNameWithoutExtension(path)}-{Convert.ToHexStringLower(SHA256.HashData(file))[..8]}";
    }

    private static bool IsEncoderKey(KeyValuePair<string, Tensor> entry) => entry.Key.StartsWith(Checkpoint.EncoderPrefix, StringComparison.Ordinal);

    // Returns a note if the donor's encoder stores numbers that are never applied and that this encoder does without: EDSR's mean shift.
    private string[] LoadState(Encoder? encoder, Decoder? decoder, Checkpoint checkpoint, string origin, string? encoderFrom)
    {
        if (encoderFrom is null)
        {
            ModelState.Load(encoder, decoder, checkpoint.State, origin);
            return [];
        }

        using var donor = Read(encoderFrom);
        var given = donor.State.Where(IsEncoderKey).ToLookup(entry => encoder?.IsNeverApplied(entry.Key[Checkpoint.EncoderPrefix.Length..]) == true);
        ModelState.Load(encoder, decoder, [.. given[false], .. checkpoint.State.Where(entry => !IsEncoderKey(entry))], $"{origin} with the encoder of {encoderFrom}");
        var dropped = given[true].Select(entry => entry.Key).ToList();
        return dropped.Count == 0 ? [] : [$"{encoderFrom} also stores {string.Join(", ", dropped)}, which are never applied: this encoder has no place for them, and they were left out"];
    }

    private SrModel Create(string name, Part<Encoder>? encoder, Part<Decoder> decoder, bool? isTrained, int seed)
    {
        random.manual_seed(seed);
        var encoderModule = encoder is null ? null : parts.Create(encoder);
        var context = new DecoderContext(encoderModule?.Channels ?? 3);
        var decoderModule = isTrained is null
            ? parts.Create(new Part<Interpolation>(decoder.Name, decoder.Options), context)
            : parts.Create(decoder, context);
        return new SrModel(name, encoderModule is null ? null : (encoder!, encoderModule), (decoder, decoderModule), isTrained);
    }

    private Part<T>? Bind<T>(PartSpec? spec, string origin)
        where T : class => spec is null ? null : parts.Bind<T>(spec.Name, spec.Options, origin);

    private (Part<Encoder>? Encoder, Part<Decoder>? Decoder) ResolveShortName(string name)
    {
        var plus = name.IndexOf('+', StringComparison.Ordinal);
        if (plus >= 0)
            return (parts.Bind<Encoder>(name[..plus]), parts.Bind<Decoder>(name[(plus + 1)..]));
        if (parts.List<Decoder>().Any(decoder => decoder.Name == name) || parts.List<Encoder>().Any(encoder => encoder.Name == name))
            throw new UsageException($"'{name}' is half a model: write an encoder and a decoder, for example edsr-baseline+{(parts.List<Decoder>().Any(decoder => decoder.Name == name) ? name : "lmi")}.");
        var part = parts.Bind<Interpolation>(name);
        return (null, new Part<Decoder>(part.Name, part.Options));
    }
}
