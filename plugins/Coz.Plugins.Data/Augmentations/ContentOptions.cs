using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="ContentAugmentation"/>. Thresholds and strengths are ours: the paper gives no numbers.</summary>
public sealed record ContentOptions : PluginOptions
{
    /// <summary>How often the contrast of a patch is changed, and how often noise is added.</summary>
    [Range(0.0, 1.0)]
    [Description("How often a patch's contrast is changed, and, apart from that, how often noise is added.")]
    public double Probability { get; init; } = 0.5;

    /// <summary>The mean luma below which a patch is dark.</summary>
    [Range(0.0, 1.0)]
    [Description("The mean luma, 0 to 1, below which a patch is dark.")]
    public double DarkBelow { get; init; } = 0.2;

    /// <summary>The mean luma above which a patch is bright.</summary>
    [Range(0.0, 1.0)]
    [Description("The mean luma, 0 to 1, above which a patch is bright.")]
    public double BrightAbove { get; init; } = 0.8;

    /// <summary>The mean step between neighbouring LR pixels, in levels of 255, below which a patch is flat.</summary>
    [Range(0.0, 255.0)]
    [Description("The mean step of luma between neighbouring LR pixels, in levels of 255, below which a patch is flat.")]
    public double FlatBelow { get; init; } = 2.5;

    /// <summary>For flat patches: their little contrast can change much, and noise is what they show most.</summary>
    [Description("For flat patches.")]
    public ContentStrength Flat { get; init; } = new() { Contrast = 0.4, Noise = 2 };

    /// <summary>For textured patches: noise would hide what is to be learned.</summary>
    [Description("For textured patches.")]
    public ContentStrength Textured { get; init; } = new() { Contrast = 0.2, Noise = 1 };

    /// <summary>For dark patches: cameras are noisiest there.</summary>
    [Description("For dark patches.")]
    public ContentStrength Dark { get; init; } = new() { Contrast = 0.4, Noise = 4 };

    /// <summary>For bright patches: near to clipping.</summary>
    [Description("For bright patches.")]
    public ContentStrength Bright { get; init; } = new() { Contrast = 0.2, Noise = 1.5 };

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (DarkBelow >= BrightAbove)
            yield return "dark_below: it must be below bright_above";
    }
}
