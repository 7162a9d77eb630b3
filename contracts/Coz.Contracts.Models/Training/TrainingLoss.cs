using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>What training lowers: a distance between colours (<see cref="PixelLoss"/>), or anything else that a batch gives.</summary>
[PluginKind("loss")]
public abstract class TrainingLoss
{
    /// <summary>Says why a decoder cannot be trained with it.</summary>
    /// <param name="decoder">The decoder; the caller keeps it.</param>
    /// <returns>One line; null if it can.</returns>
    public virtual string? FaultOf(Decoder decoder) => null;

    /// <summary>Computes the loss. Differentiable.</summary>
    /// <param name="input">What the loss is a function of; the caller keeps it.</param>
    /// <returns>A scalar; the caller disposes it.</returns>
    public abstract Tensor Of(LossInput input);
}
