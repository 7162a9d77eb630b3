using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="DataCheckTask"/>.</summary>
public sealed record DataCheckOptions : PluginOptions
{
    /// <summary>The data set's root.</summary>
    [OptionPath]
    [Description("The data set's root: COZ, pairs laid out as RealSR, DRealSR, SR-RAW or City100, or a folder of images.")]
    public required string Root { get; init; }

    /// <summary>Whether only headers are read.</summary>
    [Description("Read headers only: much quicker, and damage behind them stays unseen.")]
    public bool Quick { get; init; }
}
