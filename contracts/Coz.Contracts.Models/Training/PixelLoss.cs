using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A loss that is a distance between predicted and true colours.</summary>
public abstract class PixelLoss : TrainingLoss
{
    /// <inheritdoc/>
    public sealed override Tensor Of(LossInput input)
    {
        using var prediction = input.Predict();
        return Of(prediction, input.Target);
    }

    /// <summary>Computes the distance. Differentiable.</summary>
    /// <param name="prediction">(N, Q, C) in the model's normalised range, C being 3, or more where a query stands for a patch; the caller keeps it.</param>
    /// <param name="target">The same shape and range; the caller keeps it.</param>
    /// <returns>A scalar; the caller disposes it.</returns>
    public abstract Tensor Of(Tensor prediction, Tensor target);
}
