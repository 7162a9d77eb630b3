using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Lmi;

/// <summary>Mixes tokens within each channel, steered by the meta network, then channels within each token, told its place.</summary>
internal sealed class MixerBlock : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private const int PlaceChannels = 6;
    private readonly ModuleList<FeedForward> token_mix;
    private readonly ModuleList<FeedForward> channel_mix;

    public MixerBlock(int tokens, int channels)
        : base("block")
    {
        token_mix = new(new FeedForward(2 * tokens, 2 * tokens, tokens));
        channel_mix = new(new FeedForward(channels + PlaceChannels, 2 * channels, channels));
        RegisterComponents();
    }

    public FeedForward TokenMix => token_mix[0];

    public FeedForward ChannelMix => channel_mix[0];

    public override Tensor forward(Tensor features, Tensor place, Tensor steering)
    {
        using var scope = NewDisposeScope();
        var byChannel = cat([features.transpose(2, 3), steering], -1);
        var tokens = features + token_mix[0].forward(byChannel).transpose(2, 3);
        return (tokens + channel_mix[0].forward(cat([tokens, place], -1))).MoveToOuterDisposeScope();
    }
}
