using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// A super-resolution model: an encoder (none for an interpolation) and a decoder, on images in [0, 1]. It owns both.
/// Not safe for several threads at once.
/// </summary>
public sealed class SrModel : IDisposable
{
    /// <summary>Joins an encoder and a decoder.</summary>
    /// <param name="name">The name in tables.</param>
    /// <param name="encoder">The encoder and the choice it was made from; null for an interpolation.</param>
    /// <param name="decoder">The decoder and the choice it was made from.</param>
    /// <param name="isTrained">True if its weights come from a checkpoint, false if from a seed, null if it has none.</param>
    public SrModel(string name, (Part<Encoder> Part, Encoder Module)? encoder, (Part<Decoder> Part, Decoder Module) decoder, bool? isTrained)
    {
        Name = name;
        IsTrained = isTrained;
        (EncoderPart, Encoder) = (encoder?.Part, encoder?.Module);
        (DecoderPart, Decoder) = decoder;
        Encoder?.eval();
        Decoder.eval();
    }

    /// <summary>The name in tables.</summary>
    public string Name { get; }

    /// <summary>The encoder; null for an interpolation.</summary>
    public Encoder? Encoder { get; }

    /// <summary>The choice the encoder was made from; null for an interpolation.</summary>
    public Part<Encoder>? EncoderPart { get; }

    /// <summary>The decoder.</summary>
    public Decoder Decoder { get; }

    /// <summary>The choice the decoder was made from.</summary>
    public Part<Decoder> DecoderPart { get; }

    /// <summary>True if its weights come from a checkpoint, false if from a seed, null if it has none.</summary>
    public bool? IsTrained { get; }

    /// <summary>What loading left out, a line each; empty if nothing.</summary>
    public IReadOnlyList<string> Notes { get; internal set; } = [];

    /// <summary>How far an output pixel looks, in LR pixels: encoder and decoder together.</summary>
    public Reach Reach => Decoder.Reach + (Encoder?.Reach ?? 0);

    /// <summary>All parameters, frozen ones included: the encoder's, then the decoder's, each in the order of its state.</summary>
    /// <returns>The parameters; the model keeps them.</returns>
    public IEnumerable<TorchSharp.Modules.Parameter> Parameters() => [.. Encoder?.parameters() ?? [], .. Decoder.parameters()];

    /// <summary>Moves the model.</summary>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <returns>This model.</returns>
    public SrModel To(string device)
    {
        Encoder?.to(new Device(device));
        Decoder.to(new Device(device));
        return this;
    }

    /// <summary>Normalises an image and computes its features.</summary>
    /// <param name="image">(N, 3, h, w) in [0, 1], RGB; the caller keeps it.</param>
    /// <returns>A map that owns features and normalised image; the caller disposes it.</returns>
    public FeatureMap Encode(Tensor image)
    {
        var normalised = Decoder.Normalization.Apply(image);
        return new FeatureMap(Encoder?.forward(normalised) ?? normalised, normalised, ownsImage: true);
    }

    /// <summary>Runs what the decoder does once an image.</summary>
    /// <param name="map">What <see cref="Encode"/> gave; the caller keeps it, and keeps it alive.</param>
    /// <returns>The map to decode; the caller disposes it.</returns>
    public FeatureMap Prepare(FeatureMap map) => Decoder.Prepare(map);

    /// <summary>Renders a grid.</summary>
    /// <param name="prepared">What <see cref="Prepare"/> gave; the caller keeps it.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="chunk">The most points at once, where the decoder goes by points.</param>
    /// <returns>(N, 3, rows, columns) in [0, 1] where the model is right; not clamped. The caller disposes it.</returns>
    public Tensor Render(FeatureMap prepared, GridQueries grid, int chunk = Decoder.DefaultChunk)
    {
        using var raw = Decoder.Decode(prepared, grid, chunk);
        return Decoder.Normalization.Invert(raw);
    }

    /// <summary>Encodes, prepares and renders, without gradients.</summary>
    /// <param name="image">(N, 3, h, w) in [0, 1], RGB; the caller keeps it.</param>
    /// <param name="grid">The output grid.</param>
    /// <returns>(N, 3, rows, columns), not clamped; the caller disposes it.</returns>
    public Tensor Upscale(Tensor image, GridQueries grid)
    {
        using var noGradient = no_grad();
        using var map = Encode(image);
        using var prepared = Prepare(map);
        return Render(prepared, grid);
    }

    /// <summary>The weights by their checkpoint names: the encoder's under <c>encoder.</c>, then the decoder's.</summary>
    /// <returns>Names and tensors; the model keeps the tensors.</returns>
    public IReadOnlyList<KeyValuePair<string, Tensor>> State() => ModelState.Of(Encoder, Decoder);

    /// <summary>Disposes encoder and decoder.</summary>
    public void Dispose()
    {
        Encoder?.Dispose();
        Decoder.Dispose();
    }
}
