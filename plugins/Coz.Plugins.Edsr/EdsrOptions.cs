using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Edsr;

/// <summary>The sizes of an EDSR; each encoder sets its own defaults.</summary>
public abstract record EdsrOptions : PluginOptions
{
    [Range(0, 1000)]
    [Description("Residual blocks.")]
    public int NResblocks { get; init; }

    [Range(1, 4096)]
    [Description("Feature channels.")]
    public int NFeats { get; init; }

    [Range(0.0, 100.0)]
    [Description("Factor on each block's residual before it is added.")]
    public double ResScale { get; init; } = 1;

    [Range(1e-6, 1e6)]
    [Description("The range of the images the frozen mean shift was made for; it changes nothing but those stored numbers.")]
    public double RgbRange { get; init; } = 1;

    [Description("Keep the 24 frozen, unused numbers of the official mean shift, so that official checkpoints fit.")]
    public bool MeanShift { get; init; } = true;
}
