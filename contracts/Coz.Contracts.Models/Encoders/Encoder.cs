using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// Turns an LR image into features of the same size. A TorchSharp module: its fields, named as the checkpoint's keys, are its
/// layers; the constructor ends with <c>RegisterComponents()</c>. Device and type come from the input; no state is kept.
/// </summary>
[PluginKind("encoder")]
public abstract class Encoder : nn.Module<Tensor, Tensor>
{
    /// <summary>Makes the module.</summary>
    protected Encoder()
        : base("encoder")
    {
    }

    /// <summary>The channels C of the features.</summary>
    public abstract int Channels { get; }

    /// <summary>How far a feature looks, in LR pixels.</summary>
    public abstract Reach Reach { get; }

    /// <summary>
    /// Whether a weight that this encoder has no place for may be left out when it takes another checkpoint's weights, since no encoder
    /// of its kind ever applies it. None, unless an encoder says otherwise.
    /// </summary>
    /// <param name="key">The key in the other state dict, without <c>encoder.</c>.</param>
    /// <returns>True if leaving it out changes no feature.</returns>
    public virtual bool IsNeverApplied(string key) => false;

    /// <summary>Computes the features.</summary>
    /// <param name="input">(N, 3, h, w), RGB in the model's normalised range.</param>
    /// <returns>(N, C, h, w); the caller disposes it.</returns>
    public abstract override Tensor forward(Tensor input);

    /// <summary>Computes the features and joins them with the image.</summary>
    /// <param name="image">(N, 3, h, w), RGB in the model's normalised range; the caller keeps it, and keeps it alive as long as the map.</param>
    /// <returns>A map that owns the features; the caller disposes it.</returns>
    public FeatureMap Encode(Tensor image) => new(forward(image), image);
}
