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
/// </remarks>
[Plugin("clit", Summary = "CLIT: a cascade of local implicit transformers, each on the grid of the one before",
    Paper = "Chen, Xu, Hong, Tsai, Kuo, Lee: Cascaded Local Implicit Transformer for Arbitrary-Scale Super-Resolution, CVPR 2023")]
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
