using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.CiaoSr;

/// <summary>The sizes of CiaoSR's three networks; the defaults are the paper's.</summary>
public sealed record CiaoSrOptions : PluginOptions
{
    [Description("The widths of the hidden layers of the network that turns what was attended to into RGB (imnet_q).")]
    public IReadOnlyList<int> HiddenListQ { get; init; } = [256, 256, 256, 256];

    [Description("The widths of the hidden layers of the network that weights keys (imnet_k).")]
    public IReadOnlyList<int> HiddenListK { get; init; } = [256, 256, 256, 256];

    [Description("The widths of the hidden layers of the network that weights values (imnet_v).")]
    public IReadOnlyList<int> HiddenListV { get; init; } = [256, 256, 256, 256];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var (name, widths) in new[] { ("hidden_list_q", HiddenListQ), ("hidden_list_k", HiddenListK), ("hidden_list_v", HiddenListV) })
        {
            if (widths.Any(width => width < 1))
                yield return $"{name} holds widths of at least 1; got [{string.Join(", ", widths)}]";
        }
    }
}
