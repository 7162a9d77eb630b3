using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A decoder that is trained with a loss of its own instead of a distance between images (LINF's likelihood).</summary>
public interface ITrainingLoss
{
    /// <summary>Computes the loss.</summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates and cells; the caller keeps them.</param>
    /// <param name="target">(N, Q, 3): the true RGB in the model's normalised range; the caller keeps it.</param>
    /// <returns>A scalar with gradients; the caller disposes it.</returns>
    Tensor Loss(FeatureMap map, PointQueries queries, Tensor target);
}
