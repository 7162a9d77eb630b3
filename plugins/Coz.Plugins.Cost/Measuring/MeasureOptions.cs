using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>What is measured, and how often: of one decoder or of all.</summary>
public abstract record MeasureOptions : PluginOptions
{
    [Description("The LR image, HEIGHTxWIDTH.")]
    public string Size { get; init; } = "128x128";

    [Description("The scale, any real number; the output has round(side * scale) pixels a side.")]
    public double Scale { get; init; } = 4;

    [Description("The ways through the decoder: the grid, points in chunks, or all.")]
    public CostPaths Paths { get; init; }

    [Description("Measure a training step as well: 16 patches of 48x48, 2304 queries each, forward, backward and Adam.")]
    public bool Train { get; init; }

    [Range(1, 1000)]
    [Description("The rounds that are counted; one more is run before them.")]
    public int Rounds { get; init; } = 5;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (LrSize.Fault(Size) is { } size)
            yield return size;
        if (ScaleRules.Fault(Scale, "scale") is { } scale)
            yield return scale;
    }
}
