using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Lit;

/// <summary>LIT's sizes; the defaults are those of the paper's EDSR-baseline configuration.</summary>
public record LitOptions : PluginOptions
{
    [Range(1, 65536)]
    [Description("The channels of queries, keys and values.")]
    public int BaseDim { get; init; } = 256;

    [Range(1, 1024)]
    [Description("The attention's heads; each takes an equal part of the channels.")]
    public int Head { get; init; } = 8;

    [Range(1, 64)]
    [Description("How many pixels on each side of the nearest one are attended to: 3 for 7 x 7.")]
    public int R { get; init; } = 3;

    [Description("The widths of the network's hidden layers.")]
    public IReadOnlyList<int> HiddenList { get; init; } = [256, 256, 256, 256];

    [Range(0, 20)]
    [Description("The exponent of two of the position encoding's highest frequency.")]
    public double PosencScale { get; init; } = 10;

    [Range(4, 65536)]
    [Description("The numbers that encode a position: a quarter of them frequencies, for two axes, sine and cosine.")]
    public int EncDims { get; init; } = 64;

    [Description("Feed the size of the output pixel.")]
    public bool IsCell { get; init; } = true;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (BaseDim % Head != 0)
            yield return $"base_dim is a multiple of head, as each head takes an equal part of the channels; got {BaseDim} and {Head}";
        if (EncDims % 4 != 0)
            yield return $"enc_dims is a multiple of 4, for sine and cosine on two axes; got {EncDims}";
        if (HiddenList.Any(width => width < 1))
            yield return $"hidden_list holds widths of at least 1; got [{string.Join(", ", HiddenList)}]";
    }
}
