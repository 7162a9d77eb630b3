using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// A decoder that models a distribution and can draw from it (LINF). What it draws at a query is one RGB, or a patch of output pixels
/// around it, which are not independent of each other.
/// </summary>
/// <remarks>
/// With a <see cref="PatchSize"/> of 1 the variable is the output's RGB. A patch lies beyond the one pixel a query knows: there the
/// variable is what the decoder adds to its bilinear upscale, pixel by pixel.
/// </remarks>
public interface ISampling
{
    /// <summary>The side of the patch of output pixels that a query stands for, the query in its middle: odd, 1 for a pixel alone.</summary>
    int PatchSize => 1;

    /// <summary>The numbers of the variable, and of the latent it is made from, a query: 3 * PatchSize * PatchSize, as (channel, row, column).</summary>
    int LatentChannels => 3 * PatchSize * PatchSize;

    /// <summary>
    /// Gives what a latent stands for. Decode is a latent of zeros, unless an option of the decoder gives it noise; with patches, it
    /// takes each pixel out of one.
    /// </summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates of the middles, and cells of one output pixel; the caller keeps them.</param>
    /// <param name="latent">(N, Q, LatentChannels): standard normal numbers times the temperature; the caller keeps it.</param>
    /// <returns>(N, Q, LatentChannels) in the model's normalised range; the caller disposes it.</returns>
    Tensor Sample(FeatureMap map, PointQueries queries, Tensor latent);

    /// <summary>The log-likelihood of what <see cref="Sample"/> could have given.</summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2) coordinates of the middles, and cells of one output pixel; the caller keeps them.</param>
    /// <param name="target">(N, Q, LatentChannels) in the model's normalised range; the caller keeps it.</param>
    /// <returns>(N, Q): natural logarithm of the density; the caller disposes it.</returns>
    Tensor LogLikelihood(FeatureMap map, PointQueries queries, Tensor target);
}
