using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="RealPairsSource"/>.</summary>
public sealed record RealPairsOptions : PhotoOptions
{
    /// <summary>The folder below which pairs are looked for.</summary>
    [OptionPath]
    [Description("The folder below which pairs are looked for: the data set's root, or its Train, Test or one scale's folder.")]
    public required string Root { get; init; }

    /// <summary>What the LR images of pairs of one size are shrunk by; 1 to keep them.</summary>
    [Range(ScaleRules.Minimum, ScaleRules.Maximum)]
    [Description("Pairs of one size: shrink LR by this (MATLAB bicubic), so that there is something to magnify; 1 keeps it as it is, a pair of scale 1.")]
    public double Shrink { get; init; } = 1;

    /// <summary>The data set's name in tables; null for the folder's.</summary>
    [Description("The data set's name in tables; the folder's by default.")]
    public string? Name { get; init; }

    /// <summary>The most pairs, the first by path; null for all.</summary>
    [Range(1, int.MaxValue)]
    [Description("The most pairs, the first by path; all by default.")]
    public int? Limit { get; init; }
}
