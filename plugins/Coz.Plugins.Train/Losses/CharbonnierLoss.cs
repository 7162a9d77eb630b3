using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>The mean of sqrt(difference^2 + epsilon^2): an absolute difference without a corner (Lai et al., LapSRN, TPAMI 2018).</summary>
[Plugin("charbonnier", Summary = "Mean of sqrt(difference^2 + epsilon^2): L1 without its corner")]
public sealed class CharbonnierLoss(CharbonnierOptions options) : PixelLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target)
    {
        using var scope = NewDisposeScope();
        var difference = prediction - target;
        return ((difference * difference) + (options.Epsilon * options.Epsilon)).sqrt().mean().MoveToOuterDisposeScope();
    }
}
