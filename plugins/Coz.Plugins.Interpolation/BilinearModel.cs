using Coz.Contracts;
using static TorchSharp.torch;

namespace Coz.Plugins.Interpolation;

/// <summary>Bilinear interpolation: the triangle kernel of one pixel to each side.</summary>
[Plugin("bilinear", Summary = "Bilinear interpolation, as MATLAB's imresize upscales")]
public sealed class BilinearModel() : SeparableModel(taps: 2)
{
    private protected override Tensor Kernel(Tensor distance) => (1 - distance).clamp_min(0);
}
