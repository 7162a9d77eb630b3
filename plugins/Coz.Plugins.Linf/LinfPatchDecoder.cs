using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Linf;

/// <summary>
/// LINF over patches (Yao et al., CVPR 2023): the flow draws the 3 x 3 output pixels around a query at once, so that neighbouring pixels
/// of a texture belong together. The output's pixels are cut into patches without overlap, on top of a bilinear upscale.
/// </summary>
/// <remarks>
/// Which patch a pixel belongs to follows from its index in the image, as in the official test script: a query is sent to the middle of
/// its patch and takes its own pixel out of it. Free points, grids and parts of grids therefore agree, and training reaches every pixel
/// of a patch. Patches are counted from the outer edge of the LR image, which the points of a tile do not know: Reach is the whole image.
/// With a temperature, Decode draws a patch's latent from the patch's place in the whole picture and the seed.
/// Deviations: where the last patch leaves the image, its middle lies where it should, while the official script sends it to the image's
/// centre; the official validation while training looks at the middle pixel of a patch at each query.
/// Operations an output pixel at the default sizes, a ninth of a patch's: 2 * (1024 * 256 + 2 * 256 * 256 + 256 * 540) / 9 = 0.12 million,
/// and 57 sines and cosines; bytes, by operators whose results all pass through memory: 1.5 KB, most of it the waves and the conditions.
/// </remarks>
[Plugin("linf-patch", Summary = "LINF over patches: a normalizing flow that draws 3 x 3 pixels at once, on a bilinear upscale",
    Paper = "Yao et al.: Local Implicit Normalizing Flow for Arbitrary-Scale Image Super-Resolution, CVPR 2023",
    Explanation =
    [
        "Looks at the four input pixels around the middle of a patch of 3 x 3 output pixels, and at their neighbours.",
        "Counts patches from the picture's upper left corner; waves (see linf) tell how far off the middle is.",
        "A network derives from them steps that turn 27 random numbers into the nine pixels of a patch at once.",
        "So neighbouring pixels of a drawn texture belong together; but tiles would cut the picture into other patches.",
        "Choose it over linf when texture is drawn (temperature above 0); for the plain picture linf is enough.",
    ],
    Source = "JNNNNYao/LINF d911a5a (model linf-patch)",
    SourceLicense = "no licence file seen",
    Deviations =
    [
        "The flow's linear layers start as random rotations: the official start, uniform over +-1/sqrt(8), is often close to singular, and an untrained model's output then explodes.",
        "With a temperature above 0 the noise is a function of seed, row, column and channel instead of the state of a generator, so that chunks and tiles show no seam.",
        "Where the last patch leaves the image, its middle lies where it should; the official script sends it to the image's centre.",
        "The official validation while training looks at the middle pixel of a patch at each query; here a query takes its own pixel out of its patch.",
        "The bilinear enlargement is part of the decoder; the official test script adds it.",
    ],
    Tiling = "patches are counted from the corner of each tile, so that pixels near its borders come from other patches.")]
public sealed class LinfPatchDecoder(DecoderContext context, LinfPatchOptions options)
    : FlowDecoder(context, options, 3 * options.PatchSize * options.PatchSize), ISampling
{
    private readonly int _size = options.PatchSize;

    /// <inheritdoc/>
    public override Reach Reach => Reach.Global;

    /// <inheritdoc/>
    public int PatchSize => _size;

    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, PointQueries queries)
    {
        using var scope = NewDisposeScope();
        var places = Latent.PlacesOf(queries);
        var place = places.remainder(_size);
        var middles = queries.Coords + (((_size / 2) - place) * queries.Cells);
        var latent = Latent.At(places.div(_size, RoundingMode.floor), queries.Coords.dtype);
        var patches = Residual(map, new PointQueries(middles, queries.Cells), latent).unflatten(2, 3, _size * _size);
        var pixel = ((place.select(-1, 0) * _size) + place.select(-1, 1)).unsqueeze(-1).unsqueeze(-1);
        var residual = patches.gather(3, pixel.expand(-1, -1, 3, 1)).squeeze(3);
        return (residual + BilinearSkip.Sample(map.Image, queries.Coords)).MoveToOuterDisposeScope();
    }

    /// <summary>Decodes each patch once, not once for each of its pixels.</summary>
    /// <inheritdoc/>
    public override Tensor Decode(FeatureMap map, GridQueries grid, int chunk = DefaultChunk)
    {
        using var scope = NewDisposeScope();
        var (rows, columns) = (PatchAxis.Around(grid.Rows, _size), PatchAxis.Around(grid.Columns, _size));
        var middles = new GridQueries(rows.Patches, columns.Patches);
        var patches = InChunks(map, middles, chunk, (points, latent) => Residual(map, points with { Cells = points.Cells / _size }, latent));
        var residual = Patches.Fold(patches, middles.Rows.Count, middles.Columns.Count, _size)
            .narrow(2, rows.Skipped, grid.Rows.Count).narrow(3, columns.Skipped, grid.Columns.Count);
        var pixels = grid.ToPoints(map.Height, map.Width, map.Batch, map.Features.dtype, map.Features.device);
        var skip = BilinearSkip.Sample(map.Image, pixels.Coords).transpose(1, 2).view(residual.shape);
        return (residual + skip).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Sample(FeatureMap map, PointQueries queries, Tensor latent) => Residual(map, queries, latent);

    /// <inheritdoc/>
    public Tensor LogLikelihood(FeatureMap map, PointQueries queries, Tensor target) => LogDensity(map, queries, target);
}
