using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Rdn;

/// <summary>Convolutions that each see all earlier outputs, fused by a 1 x 1 convolution and added to the input.</summary>
internal sealed class ResidualDenseBlock : nn.Module<Tensor, Tensor>
{
    private readonly Sequential convs;
    private readonly Conv2d LFF;

    public ResidualDenseBlock(int channels, int growth, int layers, int kernel)
        : base("block")
    {
        convs = nn.Sequential(Enumerable.Range(0, layers)
            .Select(layer => (nn.Module<Tensor, Tensor>)new DenseLayer(channels + (layer * growth), growth, kernel)));
        LFF = nn.Conv2d(channels + (layers * growth), channels, 1);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var dense = convs.forward(input);
        using var fused = LFF.forward(dense);
        return fused + input;
    }
}
