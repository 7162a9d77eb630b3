using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Plugins.Interpolation;

/// <summary>Bicubic interpolation: Keys's cubic convolution with a = -0.5 (IEEE Transactions on ASSP 29(6), 1981, equation 15).</summary>
[Plugin("bicubic", Summary = "Bicubic interpolation (Keys, a = -0.5), as MATLAB's imresize upscales",
    Paper = "Keys, Cubic Convolution Interpolation for Digital Image Processing, IEEE Transactions on ASSP, 1981")]
public sealed class BicubicModel() : SeparableModel(taps: 4)
{
    private protected override Tensor Kernel(Tensor distance)
    {
        var near = ((((1.5 * distance) - 2.5) * distance) * distance) + 1;
        var far = ((((((-0.5 * distance) + 2.5) * distance) - 4) * distance) + 2) * (distance < 2).to(float64);
        return where(distance <= 1, near, far);
    }
}
