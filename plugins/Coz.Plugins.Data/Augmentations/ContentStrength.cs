using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>How strongly patches of a class are changed.</summary>
public sealed record ContentStrength : PluginOptions
{
    /// <summary>The contrast's factor is drawn from 1 minus this to 1 plus this.</summary>
    [Range(0.0, 0.9)]
    [Description("The contrast's factor is drawn from 1 minus this to 1 plus this.")]
    public double Contrast { get; init; }

    /// <summary>The noise's standard deviation is drawn from 0 to this, in levels of 255.</summary>
    [Range(0.0, 64.0)]
    [Description("The noise's standard deviation is drawn from 0 to this, in levels of 255.")]
    public double Noise { get; init; }
}
