using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="PlateauSchedule"/>.</summary>
public sealed record PlateauOptions : PluginOptions
{
    /// <summary>What the rate is multiplied by.</summary>
    [Range(1e-6, 0.999999)]
    [Description("What the rate is multiplied by when the score has flattened.")]
    public double Factor { get; init; } = 0.5;

    /// <summary>The validations without a gain after which it falls.</summary>
    [Range(1, 1_000_000)]
    [Description("The validations in a row without a gain after which the rate falls.")]
    public int Patience { get; init; } = 5;

    /// <summary>The least gain over the best score that counts.</summary>
    [Range(0.0, 1000)]
    [Description("The least gain over the best score so far that counts, in the score's unit (dB).")]
    public double Threshold { get; init; } = 0.01;

    /// <summary>The factor below which it does not fall.</summary>
    [Range(1e-9, 1)]
    [Description("The factor below which the rate does not fall.")]
    public double Floor { get; init; } = 0.01;
}
