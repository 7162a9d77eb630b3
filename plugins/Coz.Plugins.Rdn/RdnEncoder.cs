using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Plugins.Rdn;

/// <summary>
/// RDN without its upsampling net (Zhang et al., CVPR 2018): two convolutions, residual dense blocks, and a fusion of what all
/// blocks gave, added to the first convolution's output.
/// </summary>
[Plugin("rdn", Summary = "RDN without its upsampling net: residual dense blocks, all fused",
    Paper = "Zhang et al., Residual Dense Network for Image Super-Resolution, CVPR 2018",
    Explanation =
    [
        "Looks at the picture through 131 layers of 3 x 3 windows in a row: each pixel learns of 131 on every side.",
        "Keeps the picture's size: each input pixel stays where it is, so a decoder knows what lies where.",
        "In each of sixteen blocks every layer reads all layers before it; the outputs of all blocks are then joined.",
        "Gives each pixel 64 numbers (features) with 22 million weights, eighteen times those of edsr-baseline.",
        "Choose it for the better scores of the COZ paper's table, with much more time for each picture.",
    ],
    Source = "yinboc/liif 4c833f8",
    SourceLicense = "BSD 3-Clause",
    Deviations =
    [
        "The enlarging end (UPNet) is left out: it is never used under a decoder.",
    ])]
public sealed class RdnEncoder : Encoder
{
    private readonly Conv2d SFENet1;
    private readonly Conv2d SFENet2;
    private readonly ModuleList<ResidualDenseBlock> RDBs;
    private readonly Sequential GFF;
    private readonly int _reach;

    public RdnEncoder(RdnOptions options)
    {
        var (blocks, layers, growth) = options.Config == "A" ? (20, 6, 32) : (16, 8, 64);
        (blocks, layers, growth) = (options.D ?? blocks, options.C ?? layers, options.G ?? growth);
        var (kernel, padding) = (options.KernelSize, options.KernelSize / 2);
        Channels = options.G0;
        SFENet1 = nn.Conv2d(3, Channels, kernel, padding: padding);
        SFENet2 = nn.Conv2d(Channels, Channels, kernel, padding: padding);
        RDBs = new([.. Enumerable.Range(0, blocks).Select(_ => new ResidualDenseBlock(Channels, growth, layers, kernel))]);
        GFF = nn.Sequential(nn.Conv2d(blocks * Channels, Channels, 1), nn.Conv2d(Channels, Channels, kernel, padding: padding));
        _reach = ((blocks * layers) + 3) * padding;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override Reach Reach => _reach;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shallow = SFENet1.forward(input);
        var features = SFENet2.forward(shallow);
        var outputs = new List<Tensor>(RDBs.Count);
        foreach (var block in RDBs)
        {
            features = block.forward(features);
            outputs.Add(features);
        }

        return (GFF.forward(cat(outputs, 1)) + shallow).MoveToOuterDisposeScope();
    }
}
