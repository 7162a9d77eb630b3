using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Metrics;

/// <summary>
/// The peak signal-to-noise ratio under named protocols: a number without its protocol says nothing. Equal images: +infinity.
/// </summary>
[Plugin("psnr", Summary = "Peak signal-to-noise ratio in dB, under named protocols")]
public sealed class PsnrMetric(PsnrOptions options) : Metric
{
    private const string Name = "psnr";
    private readonly IReadOnlyList<Protocol> _protocols = ProtocolChoice.Choose(options.Protocols, Metrics.Protocols.Psnr);

    /// <inheritdoc/>
    public override IReadOnlyList<MetricProtocol> Protocols => [.. _protocols.Select(protocol => protocol.Public)];

    /// <inheritdoc/>
    public override string Unit => "dB";

    /// <inheritdoc/>
    public override IReadOnlyList<MetricScore> Measure(Tensor sr, Tensor hr, double scale)
    {
        return [.. _protocols.Select(Score)];

        MetricScore Score(Protocol protocol)
        {
            var (a, b) = Compared.Under(protocol, sr, hr, scale);
            return new MetricScore(Name, protocol.Public.Name, Psnr.Of(a, b, protocol.Range));
        }
    }
}
