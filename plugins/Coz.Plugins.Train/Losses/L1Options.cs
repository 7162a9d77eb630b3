using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="L1Loss"/>.</summary>
public sealed record L1Options : PluginOptions
{
    /// <summary>The weight of the difference of luma (BT.601), beside the three channels' mean; 0 for none.</summary>
    [Range(0.0, 1e3)]
    [Description("The weight of the absolute difference of luma (BT.601) beside that of the channels: leans a training towards PSNR of Y. 0: none.")]
    public double Luma { get; init; }
}
