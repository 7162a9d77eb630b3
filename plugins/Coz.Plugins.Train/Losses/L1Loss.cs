using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Train;

/// <summary>The mean absolute difference.</summary>
[Plugin("l1", Summary = "Mean absolute difference: what nearly all published recipes train with")]
public sealed class L1Loss : PixelLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target) => F.l1_loss(prediction, target);
}
