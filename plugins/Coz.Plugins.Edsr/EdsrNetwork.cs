using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Edsr;

/// <summary>
/// EDSR up to its upsampling tail (Lim et al., CVPRW 2017): a convolution, residual blocks, a convolution, and the first one's
/// output added. No batch normalisation.
/// </summary>
/// <remarks>
/// As in LIIF's and COZ's code, the mean shift is never applied (their models get normalised images), yet its parameters are part
/// of the network: counted, stored, frozen.
/// </remarks>
public abstract class EdsrNetwork : Encoder
{
    private readonly Sequential _head;
    private readonly Sequential _body;
    private readonly int _blocks;
    private readonly bool _hasMeanShift;

    private protected EdsrNetwork(EdsrOptions options)
    {
        (Channels, _blocks, _hasMeanShift) = (options.NFeats, options.NResblocks, options.MeanShift);
        _head = nn.Sequential(Convolution(3, Channels));
        _body = nn.Sequential([
            .. Enumerable.Range(0, _blocks).Select(_ => (nn.Module<Tensor, Tensor>)new ResBlock(Channels, options.ResScale)),
            Convolution(Channels, Channels)]);

        // Registered by hand: the base class finds private fields of the most derived class only. The order is that of official files.
        if (options.MeanShift)
        {
            register_module("sub_mean", MeanShift.Create(options.RgbRange, sign: -1));
            register_module("add_mean", MeanShift.Create(options.RgbRange, sign: 1));
        }

        register_module("head", _head);
        register_module("body", _body);
    }

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override Reach Reach => (2 * _blocks) + 2;

    /// <summary>The mean shift of other files, for an encoder without it.</summary>
    public override bool IsNeverApplied(string key) => !_hasMeanShift && (key.StartsWith("sub_mean.", StringComparison.Ordinal) || key.StartsWith("add_mean.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shallow = _head.forward(ChannelsLast.Of(input));
        return (_body.forward(shallow) + shallow).contiguous().MoveToOuterDisposeScope();
    }

    internal static Conv2d Convolution(int inputs, int outputs) => nn.Conv2d(inputs, outputs, 3, padding: 1);
}
