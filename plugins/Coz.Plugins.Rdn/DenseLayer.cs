using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Rdn;

/// <summary>Appends a convolution's output, after ReLU, to its input.</summary>
internal sealed class DenseLayer : nn.Module<Tensor, Tensor>
{
    private readonly Sequential conv;

    public DenseLayer(int inputs, int growth, int kernel)
        : base("layer")
    {
        conv = nn.Sequential(nn.Conv2d(inputs, growth, kernel, padding: kernel / 2), nn.ReLU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var added = conv.forward(input);
        return cat([input, added], 1);
    }
}
