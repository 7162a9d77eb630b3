using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Plugins.Train;

/// <summary>The mean squared difference.</summary>
[Plugin("l2", Summary = "Mean squared difference: raises PSNR directly, and is led by the worst pixels")]
public sealed class L2Loss : PixelLoss
{
    /// <inheritdoc/>
    public override Tensor Of(Tensor prediction, Tensor target) => F.mse_loss(prediction, target);
}
