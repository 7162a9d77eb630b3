using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Lit;

/// <summary>
/// LIT (Chen et al., CVPR 2023): each query attends to the 7 x 7 pixels around it with features and positions, and a network maps the
/// weighted values and the output pixel's size to RGB, on top of a bilinear upscale. It is one stage of CLIT, at any scale.
/// </summary>
/// <remarks>
/// Facts from the authors' code (jaroslaw1007/CLIT f13a053, model <c>clit</c> with one stage). Its evaluation of one stage at scales
/// beyond 4 fails for lack of stages; here one stage does any scale. See <see cref="CascadeDecoder"/> for the arithmetic.
/// Operations an output pixel at scale 4, default sizes: 1.0 million and 392 exponentials (<see cref="AttentionKernel"/> has them apart), and
/// a sixteenth of the maps' 3.8 million an LR pixel; bytes: 33 KB of the first layer, out of the third-level cache.
/// </remarks>
[Plugin("lit", Summary = "LIT: a local implicit transformer, attention to 7 x 7 pixels, on a bilinear upscale",
    Paper = "Chen, Xu, Hong, Tsai, Kuo, Lee: Cascaded Local Implicit Transformer for Arbitrary-Scale Super-Resolution, CVPR 2023",
    Explanation =
    [
        "Looks at the 7 x 7 input pixels around the output pixel; each also knows what lies two pixels around it.",
        "Is told the distance to each of the 49 as waves of many lengths, and the output pixel's size in input pixels.",
        "It decides how much each of the 49 matters (attention); a network turns all 49, so weighted, into a colour.",
        "The colour corrects a smooth (bilinear) enlargement. It sees further than most, with 5.3 million weights.",
        "Choose it where detail is to be gathered from further away than four pixels; beyond x4, see clit.",
    ],
    Source = "jaroslaw1007/CLIT f13a053 (model clit with one stage)",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The official evaluation of one stage fails at scales beyond 4 for lack of stages; here one stage does any scale.",
        "Queries, keys and values are computed once an image, and the position's share is a sum of one for the row and one for the column: the same function, rounded elsewhere.",
    ])]
public sealed class LitDecoder(DecoderContext context, LitOptions options) : CascadeDecoder(context, options, stages: 1)
{
    /// <summary>One pixel for each of two convolutions, and the pixels attended to.</summary>
    public override Reach Reach => FirstStageReach;

    /// <inheritdoc/>
    protected override int StagesFor(double scale) => 1;
}
