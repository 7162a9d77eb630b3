using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Linf;

/// <summary>
/// LINF (Yao et al., CVPR 2023): not one colour but a distribution of colours at each query, a normalizing flow conditioned on local
/// waves. A latent of zeros gives the plain output, others give textures; trained by likelihood. On top of a bilinear upscale.
/// </summary>
/// <remarks>
/// With a temperature, Decode draws its latent for each pixel of the whole picture from its place and the seed. A free point gets that
/// of the pixel of its own size that holds it, counted from the edge of the LR image; so points and grids agree.
/// Operations an output pixel at the default sizes: 2 * (1024 * 256 + 2 * 256 * 256 + 256 * 60) = 0.82 million, and 512 sines and cosines;
/// bytes: four pixels of 2 KB, and the first layer's megabyte once for 48 pixels.
/// </remarks>
[Plugin("linf", Summary = "LINF: a normalizing flow conditioned on local waves, a distribution of colours, on a bilinear upscale",
    Paper = "Yao et al.: Local Implicit Normalizing Flow for Arbitrary-Scale Image Super-Resolution, CVPR 2023",
    Explanation =
    [
        "Looks at the four input pixels around the output pixel, and at the eight neighbours of each of them.",
        "Describes each by 128 waves read at its distance, the nearer the more; the output pixel's size shifts them.",
        "A network derives from them steps that turn random numbers into what a smooth (bilinear) enlargement lacks.",
        "So it knows many possible colours, not one: temperature 0 gives the plain one, above it random texture.",
        "Choose it to draw texture, or to ask how likely a given colour is; it is trained by that likelihood.",
    ],
    Source = "JNNNNYao/LINF d911a5a",
    SourceLicense = "no licence file seen",
    Deviations =
    [
        "The flow's linear layers start as random rotations: the official start, uniform over +-1/sqrt(8), is often close to singular, and an untrained model's output then explodes.",
        "With a temperature above 0 the noise is a function of seed, row, column and channel instead of the state of a generator, so that chunks and tiles show no seam.",
    ],
    Notes =
    [
        "The table of the COZ paper swaps the parameters of LINF and SRNO: it prints 794.9K for LINF. Counted, LINF has 705,216.",
    ])]
public sealed class LinfDecoder(DecoderContext context, LinfOptions options) : FlowDecoder(context, options, channels: 3), ISampling, ITrainingLoss
{
    /// <summary>One pixel for the ensemble, one for the convolutions.</summary>
    public override Reach Reach => 2;

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var places = Latent.PlacesOf(queries);
        using var latent = Latent.At(places, queries.Coords.dtype);
        return Sample(map, queries, latent);
    }

    /// <summary>As points, but each pixel's place is known exactly, also where the LR image is a crop.</summary>
    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        if (KernelPath.Serves(this, map))
            return Fused(map, grid);
        using var scope = NewDisposeScope();
        var points = InChunks(map, grid, chunk, (queries, latent) => Sample(map, queries, latent));
        return points.view(map.Batch, grid.Rows.Count, grid.Columns.Count, 3).permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
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
