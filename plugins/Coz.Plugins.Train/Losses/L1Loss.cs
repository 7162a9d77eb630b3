using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Train;

/// <summary>The mean absolute difference; with <c>luma</c> that of BT.601's luma is added, which is what PSNR of the protocol <c>y</c> looks at.</summary>
/// <param name="options">The weight of luma.</param>
[Plugin("l1", Summary = "Mean absolute difference: what nearly all published recipes train with")]
public sealed class L1Loss(L1Options options) : PixelLoss
{
    /// <inheritdoc/>
    public override string? FaultOf(Decoder decoder) => options.Luma > 0 && decoder is ISampling
        ? $"loss: luma of l1 needs a decoder that predicts one colour a query, and {decoder.GetType().Name} predicts patches; leave luma out"
        : null;

    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        if (options.Luma == 0)
            return F.l1_loss(prediction, target);
        using var scope = NewDisposeScope();
        var difference = prediction - target;
        var luma = (difference * tensor(Luma.Weights.ToArray(), prediction.dtype, prediction.device)).sum(-1);
        return (difference.abs().mean() + (luma.abs().mean() * options.Luma)).MoveToOuterDisposeScope();
    }
}
