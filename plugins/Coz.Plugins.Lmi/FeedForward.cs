using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>Two linear layers, an exact GELU after each.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>
{
    private readonly Sequential net;

    public FeedForward(int inputs, int hidden, int outputs)
        : base("feed_forward")
    {
        net = nn.Sequential(nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, outputs), nn.GELU());
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => net.forward(input);
}
