using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Lte;

/// <summary>LTE's sizes; the defaults are the paper's.</summary>
public sealed record LteOptions : PluginOptions
{
    [Range(2, 65536)]
    [Description("The channels of amplitudes, and of frequencies: two for each wave.")]
    public int HiddenDim { get; init; } = 256;

    [Description("The widths of the network's hidden layers.")]
    public IReadOnlyList<int> HiddenList { get; init; } = [256, 256, 256];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (HiddenDim % 2 != 0)
            yield return $"hidden_dim is even, as each wave has two amplitudes and two frequencies; got {HiddenDim}";
        if (HiddenList.Any(width => width < 1))
            yield return $"hidden_list holds widths of at least 1; got [{string.Join(", ", HiddenList)}]";
    }
}
