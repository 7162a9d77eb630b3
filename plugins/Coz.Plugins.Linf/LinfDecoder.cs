using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Linf;

/// <summary>
/// LINF (Yao et al., CVPR 2023): not one colour but a distribution of colours at each query, a normalizing flow conditioned on local
/// waves. A latent of zeros gives the plain output, others give textures; trained by likelihood. On top of a bilinear upscale.
/// </summary>
[Plugin("linf", Summary = "LINF: a normalizing flow conditioned on local waves, a distribution of colours, on a bilinear upscale",
    Paper = "Yao et al.: Local Implicit Normalizing Flow for Arbitrary-Scale Image Super-Resolution, CVPR 2023")]
public sealed class LinfDecoder(DecoderContext context, LinfOptions options) : FlowDecoder(context, options, channels: 3), ISampling, ITrainingLoss
{
    /// <summary>One pixel for the ensemble, one for the convolutions.</summary>
    public override Reach Reach => 2;

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var latent = zeros(queries.Batch, queries.Count, 3, queries.Coords.dtype, queries.Coords.device);
        return Sample(map, queries, latent);
    }

    /// <inheritdoc/>
    public Tensor Sample(FeatureMap map, PointQueries queries, Tensor latent)
    {
        using var residual = Residual(map, queries, latent);
        using var skip = BilinearSkip.Sample(map.Image, queries.Coords);
        return residual + skip;
    }

    /// <inheritdoc/>
    public Tensor LogLikelihood(FeatureMap map, PointQueries queries, Tensor target)
    {
        using var skip = BilinearSkip.Sample(map.Image, queries.Coords);
        using var residual = target - skip;
        return LogDensity(map, queries, residual);
    }

    /// <summary>The mean negative log-likelihood, in nats a pixel.</summary>
    /// <inheritdoc/>
    public Tensor Loss(FeatureMap map, PointQueries queries, Tensor target)
    {
        using var likelihood = LogLikelihood(map, queries, target);
        using var mean = likelihood.mean();
        return -mean;
    }
}
