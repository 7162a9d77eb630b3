using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="SaturationAugmentation"/>.</summary>
public sealed record SaturationOptions : PluginOptions
{
    /// <summary>How often a patch becomes gray.</summary>
    [Range(0.0, 1.0)]
    [Description("How often a patch becomes gray, 0 to 1.")]
    public double Gray { get; init; } = 0.1;

    /// <summary>How often a patch becomes paler.</summary>
    [Range(0.0, 1.0)]
    [Description("How often a patch becomes paler, its colours' strength drawn evenly from 0 to 1; together with gray at most 1.")]
    public double Pale { get; init; } = 0.3;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Gray + Pale > 1)
            yield return $"gray and pale: at most 1 together is expected, got {Gray} and {Pale}";
    }
}
