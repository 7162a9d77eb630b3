using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Plugins.Cost.Measuring;

namespace Coz.Plugins.Cost.Table;

/// <summary>What to measure of every decoder, and the program that does it.</summary>
public sealed record CostTableOptions : MeasureOptions
{
    [Required]
    [MinLength(1)]
    [Description("The program that is started once a decoder, and its first arguments; 'cost --decoder NAME ...' follows.")]
    public IReadOnlyList<string> Program { get; init; } = [];

    [Description("The encoder's name.")]
    public string Encoder { get; init; } = "edsr-baseline";
}
