using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Srno;

/// <summary>SRNO's sizes; the defaults are the paper's.</summary>
public sealed record SrnoOptions : PluginOptions
{
    [Range(2, 65536)]
    [Description("The channels of a query inside the network.")]
    public int Width { get; init; } = 256;

    [Range(1, 4096)]
    [Description("Attention heads, among which the width is divided ('blocks' in the official code).")]
    public int Heads { get; init; } = 16;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Width % Heads != 0 || Width / Heads < 2)
            yield return $"width is a multiple of heads, twice it at least, as each head normalises its channels; got {Width} and {Heads}";
    }
}
