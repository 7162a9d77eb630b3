using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Metrics;

/// <summary>The options of <see cref="PsnrMetric"/>.</summary>
public sealed record PsnrOptions : PluginOptions
{
    /// <summary>The protocols to measure under.</summary>
    [Description("The protocols to measure under: y, rgb, y-rounded, liif-benchmark, liif-div2k, coz, coz-released.")]
    public IReadOnlyList<string> Protocols { get; init; } = [Metrics.Protocols.Y, Metrics.Protocols.Rgb];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => ProtocolChoice.Faults(Protocols, Metrics.Protocols.Psnr);
}
