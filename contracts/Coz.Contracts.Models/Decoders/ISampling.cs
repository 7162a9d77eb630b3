using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A decoder that models a distribution of images and can draw from it (LINF).</summary>
public interface ISampling
{
    /// <summary>The numbers of the latent variable a query takes: 3, or 27 for patches of 3 x 3.</summary>
    int LatentChannels { get; }

    /// <summary>Decodes the image that a latent variable stands for. The plain Decode is a latent of zeros.</summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates and cells; the caller keeps them.</param>
    /// <param name="latent">(N, Q, LatentChannels): standard normal numbers times the temperature; the caller keeps it.</param>
    /// <returns>(N, Q, 3) in the model's normalised range; the caller disposes it.</returns>
    Tensor Sample(FeatureMap map, PointQueries queries, Tensor latent);

    /// <summary>The log-likelihood of an image.</summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates and cells; the caller keeps them.</param>
    /// <param name="target">(N, Q, LatentChannels) in the model's normalised range; the caller keeps it.</param>
    /// <returns>(N, Q): natural logarithm of the density; the caller disposes it.</returns>
    Tensor LogLikelihood(FeatureMap map, PointQueries queries, Tensor target);
}
