using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Edsr;

/// <summary>Convolution, ReLU, convolution, scaled and added to the input.</summary>
internal sealed class ResBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential body;
    private readonly double _scale;

    public ResBlock(int channels, double scale)
        : base("block")
    {
        body = nn.Sequential(EdsrNetwork.Convolution(channels, channels), nn.ReLU(), EdsrNetwork.Convolution(channels, channels));
        _scale = scale;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var residual = body.forward(input);
        return input.add(residual, alpha: _scale);
    }
}
