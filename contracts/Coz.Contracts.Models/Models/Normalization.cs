using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>Maps an image in [0, 1] to the range a model works in, and back: (x - mean) / std per channel.</summary>
/// <param name="Mean">The mean of R, G and B.</param>
/// <param name="Std">The divisor.</param>
public sealed record Normalization((double R, double G, double B) Mean, double Std)
{
    /// <summary>[0, 1] to [-1, 1]: LIIF and its descendants.</summary>
    public static Normalization Symmetric { get; } = new((0.5, 0.5, 0.5), 0.5);

    /// <summary>No change.</summary>
    public static Normalization None { get; } = new((0, 0, 0), 1);

    /// <summary>Normalises.</summary>
    /// <param name="image">(N, 3, h, w) in [0, 1].</param>
    /// <returns>A new tensor of the same shape; the caller disposes it.</returns>
    public Tensor Apply(Tensor image)
    {
        using var mean = MeanLike(image);
        using var centred = image - mean;
        return centred / Std;
    }

    /// <summary>Takes the normalisation back.</summary>
    /// <param name="image">(N, 3, h, w) in the model's range.</param>
    /// <returns>A new tensor in [0, 1] where the model is right; not clamped. The caller disposes it.</returns>
    public Tensor Invert(Tensor image)
    {
        using var mean = MeanLike(image);
        using var scaled = image * Std;
        return scaled + mean;
    }

    private Tensor MeanLike(Tensor image)
    {
        using var flat = tensor([Mean.R, Mean.G, Mean.B], image.dtype, image.device);
        return flat.view(1, 3, 1, 1);
    }
}
