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
/// </remarks>
[Plugin("lit", Summary = "LIT: a local implicit transformer, attention to 7 x 7 pixels, on a bilinear upscale",
    Paper = "Chen, Xu, Hong, Tsai, Kuo, Lee: Cascaded Local Implicit Transformer for Arbitrary-Scale Super-Resolution, CVPR 2023")]
public sealed class LitDecoder(DecoderContext context, LitOptions options) : CascadeDecoder(context, options, stages: 1)
{
    /// <summary>One pixel for each of two convolutions, and the pixels attended to.</summary>
    public override Reach Reach => FirstStageReach;

    /// <inheritdoc/>
    protected override int StagesFor(double scale) => 1;
}
