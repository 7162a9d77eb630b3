using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Capture;

/// <summary>The options of <see cref="CalibrateTask"/>.</summary>
public sealed record CalibrateOptions : RigOptions
{
    /// <summary>How many positions.</summary>
    [Description("How many positions to look at, over the whole travel."), Range(3, 1000)]
    public int Points { get; init; } = 15;

    /// <summary>The file to write.</summary>
    [Description("The file to write; left out: calibration.json in the run's folder."), OptionPath]
    public string Out { get; init; } = "";
}
