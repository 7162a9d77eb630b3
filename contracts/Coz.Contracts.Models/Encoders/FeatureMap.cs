using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// What a decoder reads: the encoder's features, the normalised LR image, and tensors that the decoder's Prepare added by name.
/// </summary>
/// <remarks>
/// Ownership: a map made from features owns them, and the image if it was told so. A map made by <see cref="With"/> borrows
/// all that its source has, and owns what was added: dispose it, and keep its source alive as long. Disposing twice is harmless.
/// </remarks>
public sealed class FeatureMap : IDisposable
{
    private readonly Dictionary<string, Lazy<Tensor>> _named;
    private readonly IReadOnlyList<Lazy<Tensor>> _added;
    private readonly bool _ownsFeatures;
    private readonly bool _ownsImage;

    /// <summary>Makes a map of features.</summary>
    /// <param name="features">(N, C, h, w), owned by the map unless it is the image itself.</param>
    /// <param name="image">(N, 3, h, w), the LR image in the model's normalised range.</param>
    /// <param name="ownsImage">True if the map disposes the image too; otherwise the caller keeps it.</param>
    public FeatureMap(Tensor features, Tensor image, bool ownsImage = false)
        : this(features, image, [], [], !ReferenceEquals(features, image), ownsImage)
    {
    }

    private FeatureMap(Tensor features, Tensor image, Dictionary<string, Lazy<Tensor>> named, IReadOnlyList<Lazy<Tensor>> added, bool ownsFeatures, bool ownsImage) =>
        (Features, Image, _named, _added, _ownsFeatures, _ownsImage) = (features, image, named, added, ownsFeatures, ownsImage);

    /// <summary>(N, C, h, w): the encoder's features.</summary>
    public Tensor Features { get; }

    /// <summary>(N, 3, h, w): the LR image in the model's normalised range, RGB.</summary>
    public Tensor Image { get; }

    /// <summary>The number of images, N.</summary>
    public long Batch => Features.shape[0];

    /// <summary>The feature channels, C.</summary>
    public int Channels => (int)Features.shape[1];

    /// <summary>The LR rows, h.</summary>
    public int Height => (int)Features.shape[2];

    /// <summary>The LR columns, w.</summary>
    public int Width => (int)Features.shape[3];

    /// <summary>A tensor that Prepare added.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The tensor; the map keeps it.</returns>
    /// <exception cref="InvalidOperationException">There is none of that name: the map was not prepared by this decoder.</exception>
    public Tensor this[string name] => _named.TryGetValue(name, out var tensor)
        ? tensor.Value
        : throw new InvalidOperationException($"The feature map holds no '{name}': decode the map that this decoder's Prepare returned.");

    /// <summary>Whether Prepare added a tensor of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if it did.</returns>
    public bool Has(string name) => _named.ContainsKey(name);

    /// <summary>A map with further tensors, over the same features and image.</summary>
    /// <param name="added">Names and tensors; a name given again replaces the older one. The new map owns these tensors.</param>
    /// <returns>The new map. It reads this one's tensors: dispose this one after it.</returns>
    public FeatureMap With(params (string Name, Tensor Tensor)[] added)
    {
        ArgumentNullException.ThrowIfNull(added);
        return Extended([.. added.Select(entry => (entry.Name, new Lazy<Tensor>(entry.Tensor)))]);
    }

    /// <summary>
    /// A map with a further tensor that is computed when it is first read: for what one way of decoding needs and another does not. It is
    /// computed in the gradient mode of that moment.
    /// </summary>
    /// <param name="name">Its name; a name given again replaces the older one.</param>
    /// <param name="compute">Computes it; what else it allocates is disposed. The new map owns the result.</param>
    /// <returns>The new map. It reads this one's tensors: dispose this one after it.</returns>
    public FeatureMap WithLater(string name, Func<Tensor> compute)
    {
        ArgumentNullException.ThrowIfNull(compute);
        return Extended([(name, new Lazy<Tensor>(() =>
        {
            using var scope = NewDisposeScope();
            return compute().DetachFromDisposeScope();
        }))]);
    }

    private FeatureMap Extended(IReadOnlyList<(string Name, Lazy<Tensor> Tensor)> added)
    {
        var named = new Dictionary<string, Lazy<Tensor>>(_named);
        foreach (var (name, tensor) in added)
            named[name] = tensor;
        return new FeatureMap(Features, Image, named, [.. added.Select(entry => entry.Tensor)], ownsFeatures: false, ownsImage: false);
    }

    /// <summary>Disposes what the map owns.</summary>
    public void Dispose()
    {
        foreach (var tensor in _added.Where(tensor => tensor.IsValueCreated))
            tensor.Value.Dispose();
        if (_ownsFeatures)
            Features.Dispose();
        if (_ownsImage)
            Image.Dispose();
    }
}
