using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Lit;

/// <summary>
/// CLIT (Chen et al., CVPR 2023): a cascade of LITs. Each further stage looks at the features resampled to the grid of the stage
/// before it and corrects three quarters of that stage's output.
/// </summary>
/// <remarks>
/// <para>Facts from the authors' code (jaroslaw1007/CLIT f13a053, model <c>clit</c>). A render's grids follow its evaluation: with a
/// scale base of 4, scales up to 4 use one stage, up to 16 two, beyond three; the earlier grids have the LR size times a power of the base.</para>
/// <para>Deviations: where the scale asks for more stages than have weights, the last stage does the rest (the official code fails);
/// on an anisotropic scale the larger one decides, where the official code knows one scale only. The number of stages comes from the
/// smallest cell among an image's queries, so that queries are independent of each other as long as they share their cell.</para>
/// <para>Ill-conditioned there as here: at a scale such as 6, every third point lies on the line between two pixels of the second
/// stage's grid, and rounding decides which of them is the nearest.</para>
/// <para>Operations an output pixel: up to scale 4 those of <see cref="LitDecoder"/>, with its kernel. Beyond, every stage goes by points: 2 * 3.4
/// million a query, nearly all in the first layer, and 2 * 1.8 million a pixel of a later stage's grid; bytes: the queries' 49 weighted
/// neighbours, 50 KB, written and read once.</para>
/// </remarks>
[Plugin("clit", Summary = "CLIT: a cascade of local implicit transformers, each on the grid of the one before",
    Paper = "Chen, Xu, Hong, Tsai, Kuo, Lee: Cascaded Local Implicit Transformer for Arbitrary-Scale Super-Resolution, CVPR 2023",
    Explanation =
    [
        "Looks at 7 x 7 pixels as lit does, in stages: the first on the input's pixels, later ones on finer grids.",
        "Is told distances and the output pixel's size as in lit, measured in the pixels of the stage's own grid.",
        "Each stage does what lit does and adds three quarters of what the stage before it found.",
        "The sum corrects a smooth (bilinear) enlargement. Up to x4 only its first stage runs.",
        "Choose it for large enlargements, x6 and more, with time and memory to spare; up to x4, take lit.",
    ],
    Source = "jaroslaw1007/CLIT f13a053",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "Where the scale asks for more stages than have weights, the last one does the rest; the official code fails.",
        "On an anisotropic scale the larger one decides the stages; the official code knows one scale only.",
        "Queries, keys and values of the first stage are computed once an image, those of later stages on the window that a call reads: the same function, rounded elsewhere.",
    ],
    Notes =
    [
        "At a scale such as 6, every third point lies on the line between two pixels of the second stage's grid: there as here, rounding decides which is the nearest.",
    ],
    Variants = ["stages=3"],
    Tiling = "with a scale_base that is no whole number, the grids between the stages lie a little elsewhere in each tile.")]
public sealed class ClitDecoder(DecoderContext context, ClitOptions options) : CascadeDecoder(context, options, options.Stages), IStaged
{
    // A cell is 2 / size in float32; a scale that is the base exactly must not come out a little above it.
    private const double Slack = 1 + 1e-5;

    /// <summary>
    /// That of the first stage if the base is whole: the grids of later stages then align with LR pixels, are finer, and so look less far
    /// (their 4 pixels, a bilinear read and a convolution). Other grids have no place in a tile: the whole image.
    /// </summary>
    public override Reach Reach => double.IsInteger(options.ScaleBase) ? FirstStageReach : Reach.Global;

    /// <inheritdoc/>
    public int Stages => options.Stages;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> DecodeStages(FeatureMap map, PointQueries queries, IReadOnlyList<GridQueries> grids)
    {
        ArgumentNullException.ThrowIfNull(grids);
        if (grids.Count >= Stages)
            throw new CozException($"clit has {Stages} stages and takes at most {Stages - 1} earlier grids, got {grids.Count}: give fewer, or a model with more stages.");
        return Cascade(map, queries, grids);
    }

    /// <inheritdoc/>
    protected override int StagesFor(double scale)
    {
        var stages = 1;
        for (var reached = options.ScaleBase; stages < Stages && scale > reached * Slack; reached *= options.ScaleBase)
            stages++;
        return stages;
    }

    /// <inheritdoc/>
    protected override GridQueries GridAfter(int stage, int height, int width)
    {
        var scale = Math.Pow(options.ScaleBase, stage + 1);
        return GridQueries.Whole(height, width, Size(height), Size(width));
        int Size(int count) => Math.Max(1, (int)Math.Round(count * scale));
    }
}
