using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>Two linear layers, an exact GELU after each.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Sequential net;

    // In an array, which the base class does not search: they are registered as parts of the sequence alone.
    private readonly Linear[] _layers;

    public FeedForward(int inputs, int hidden, int outputs)
        : base("feed_forward")
    {
        _layers = [nn.Linear(inputs, hidden), nn.Linear(hidden, outputs)];
        net = nn.Sequential(_layers[0], nn.GELU(), _layers[1], nn.GELU());
        RegisterComponents();
    }

    public Linear First => _layers[0];

    public Linear Second => _layers[1];

    public override Tensor forward(Tensor input) =>
        TrainedLayers.TryApply(this, _layers, Activation.Gelu, isFirstActive: false, isLastActive: true, input, out var output) ? output : net.forward(input);
}
