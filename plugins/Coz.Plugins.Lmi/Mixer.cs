using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>LMI's network: one mixer block, its output added to its input again, and a linear layer to RGB for each token.</summary>
internal sealed class Mixer : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly ModuleList<MixerBlock> mixer_blocks;
    private readonly Linear @out;

    public Mixer(int tokens, int channels)
        : base("mixer")
    {
        mixer_blocks = new(new MixerBlock(tokens, channels));
        @out = nn.Linear(channels, 3);
        RegisterComponents();
    }

    public MixerBlock Block => mixer_blocks[0];

    public Linear Last => @out;

    /// <summary>Features (N, Q, tokens, C), place (N, Q, tokens, 6) and steering (N, Q, C, tokens) to (N, Q, tokens, 3).</summary>
    public override Tensor forward(Tensor features, Tensor place, Tensor steering)
    {
        using var mixed = mixer_blocks[0].forward(features, place, steering);
        using var sum = features + mixed;
        return @out.forward(sum);
    }
}
