using System.ComponentModel;

namespace Coz.Contracts.Models;

/// <summary>
/// A model as an experiment names it. Short forms: an interpolation (<c>bicubic</c>), an untrained pair (<c>edsr-baseline+lmi</c>),
/// or a checkpoint's path (anything with a folder separator, or one of the endings .pth, .pt and .safetensors).
/// </summary>
public sealed record ModelSpec : PluginOptions, IShortForm<ModelSpec>
{
    private static readonly string[] CheckpointEndings = [".pth", ".pt", ".safetensors"];

    /// <summary>The encoder; null for an interpolation, and where a checkpoint says it.</summary>
    [Description("The encoder and its options; left out for an interpolation and for a checkpoint.")]
    public Part<Encoder>? Encoder { get; init; }

    /// <summary>The decoder; null where a checkpoint says it.</summary>
    [Description("The decoder and its options; left out for a checkpoint.")]
    public Part<Decoder>? Decoder { get; init; }

    /// <summary>The checkpoint's file; null for a model without trained weights.</summary>
    [OptionPath]
    [Description("A checkpoint's file: it says its encoder and decoder itself.")]
    public string? Checkpoint { get; init; }

    /// <summary>The name in tables; null for the short name, or the checkpoint's file name with a short hash.</summary>
    [Description("The name in tables.")]
    public string? Name { get; init; }

    /// <summary>The short form it was written in, unresolved names included; null if it was an object.</summary>
    [Browsable(false)]
    public string? ShortName { get; init; }

    /// <inheritdoc/>
    public static ModelSpec FromShortForm(string text, string baseFolder)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException("a model is a name such as bicubic, a pair such as edsr-baseline+lmi, or a checkpoint's path; got nothing");
        return IsPath(text)
            ? new ModelSpec { Checkpoint = Path.GetFullPath(text, baseFolder) }
            : new ModelSpec { ShortName = text.Trim() };
    }

    /// <summary>Whether a text names a checkpoint's file rather than a model.</summary>
    /// <param name="text">A short form.</param>
    /// <returns>True if it has a folder separator or a checkpoint's ending.</returns>
    public static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal)
        || text.Contains('\\', StringComparison.Ordinal)
        || CheckpointEndings.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Checkpoint is null && Decoder is null && Encoder is null && ShortName is null)
            yield return "a model has an encoder and a decoder, or a checkpoint; got neither";
        if (Checkpoint is null && ShortName is null && (Decoder is null) != (Encoder is null))
            yield return "an encoder and a decoder go together; an interpolation is named in short: \"bicubic\"";
        if (Checkpoint is not null && (Decoder is not null || Encoder is not null))
            yield return "a checkpoint says its encoder and decoder itself: leave 'encoder' and 'decoder' out, or 'checkpoint'";
    }
}
