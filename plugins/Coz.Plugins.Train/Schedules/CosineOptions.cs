using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="CosineSchedule"/>.</summary>
public sealed record CosineOptions : PluginOptions
{
    /// <summary>How long the rate rises first.</summary>
    [Range(0.0, 1e9)]
    [Description("How long the rate rises first, in the unit; 0 for not at all.")]
    public double WarmUp { get; init; }

    /// <summary>The factor it rises from.</summary>
    [Range(1e-6, 1)]
    [Description("The factor on the rate from which it rises, in a straight line.")]
    public double WarmUpFrom { get; init; } = 0.1;

    /// <summary>The factor it ends at.</summary>
    [Range(0.0, 1)]
    [Description("The factor on the rate at the end.")]
    public double Floor { get; init; }

    /// <summary>What warm-up counts, and when the rate changes.</summary>
    [Description("What 'warm_up' counts, and when the rate changes: at every step, or between epochs only.")]
    public ScheduleUnit Unit { get; init; } = ScheduleUnit.Steps;
}
