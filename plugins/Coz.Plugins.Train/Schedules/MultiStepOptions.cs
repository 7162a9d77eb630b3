using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="MultiStepSchedule"/>.</summary>
public sealed record MultiStepOptions : PluginOptions
{
    /// <summary>Where the rate falls.</summary>
    [Description("Where the rate falls, in the unit.")]
    public required IReadOnlyList<double> At { get; init; }

    /// <summary>What it is multiplied by there.</summary>
    [Range(1e-6, 1)]
    [Description("What the rate is multiplied by at each of them.")]
    public double Factor { get; init; } = 0.5;

    /// <summary>What the places count.</summary>
    [Description("What 'at' counts: epochs or steps.")]
    public ScheduleUnit Unit { get; init; } = ScheduleUnit.Epochs;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (At.Any(place => place <= 0) || !At.SequenceEqual(At.Distinct().Order()))
            yield return "at: places above 0, each larger than the one before, are expected";
    }
}
