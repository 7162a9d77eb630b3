using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A distance between predicted and true colours that training lowers.</summary>
[PluginKind("loss")]
public abstract class PixelLoss
{
    /// <summary>Computes the distance. Differentiable.</summary>
    /// <param name="prediction">(N, Q, 3) in the model's normalised range; the caller keeps it.</param>
    /// <param name="target">The same shape and range; the caller keeps it.</param>
    /// <returns>A scalar; the caller disposes it.</returns>
    public abstract Tensor Of(Tensor prediction, Tensor target);
}
