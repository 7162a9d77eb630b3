using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Cost.Measuring;
using Coz.Toolkit;

namespace Coz.Plugins.Cost.Table;

/// <summary>What to measure of every decoder, and the program that does it.</summary>
public sealed record CostTableOptions : PluginOptions
{
    [Required]
    [MinLength(1)]
    [Description("The program that is started once a decoder, and its first arguments; 'cost --decoder NAME ...' follows.")]
    public IReadOnlyList<string> Program { get; init; } = [];

    [Description("The encoder's name.")]
    public string Encoder { get; init; } = "edsr-baseline";

    [Description("The LR image, HEIGHTxWIDTH.")]
    public string Size { get; init; } = "128x128";

    [Description("The scale, any real number.")]
    public double Scale { get; init; } = 4;

    [Description("The ways through a decoder: the grid, points in chunks, or all.")]
    public CostPaths Paths { get; init; }

    [Description("Measure a training step as well.")]
    public bool Train { get; init; }

    [Range(1, 1000)]
    [Description("The rounds that are counted.")]
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
