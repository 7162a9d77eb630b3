using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Metrics;

/// <summary>The options of <see cref="SsimMetric"/>.</summary>
public sealed record SsimOptions : PluginOptions
{
    /// <summary>The protocols to measure under.</summary>
    [Description("The protocols to measure under: y, rgb, y-rounded.")]
    public IReadOnlyList<string> Protocols { get; init; } = [Metrics.Protocols.Y];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => ProtocolChoice.Faults(Protocols, Metrics.Protocols.Ssim);
}
