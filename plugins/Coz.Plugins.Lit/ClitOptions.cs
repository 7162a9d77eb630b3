using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Coz.Plugins.Lit;

/// <summary>CLIT's sizes: LIT's, how many of it are cascaded, and how the scale is shared among them.</summary>
public sealed record ClitOptions : LitOptions
{
    [Range(2, 8)]
    [Description("The stages that have weights; a render uses as many of them as its scale needs. One stage is decoder lit.")]
    public int Stages { get; init; } = 2;

    [Range(1.01, 64)]
    [Description("The scale of every stage but the last, which does what is left of the total.")]
    public double ScaleBase { get; init; } = 4;
}
