using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Metrics;

/// <summary>
/// The structural similarity (Wang et al., 2004) under named protocols: Gaussian window 11 x 11 with sigma 1.5, valid positions,
/// K 0.01 and 0.03; of RGB the mean over the channels.
/// </summary>
[Plugin("ssim", Summary = "Structural similarity, Gaussian window 11x11, under named protocols", Paper = "Wang et al., Image quality assessment: from error visibility to structural similarity, IEEE TIP 2004")]
public sealed class SsimMetric(SsimOptions options) : Metric
{
    private const string Name = "ssim";
    private readonly IReadOnlyList<Protocol> _protocols = ProtocolChoice.Choose(options.Protocols, Metrics.Protocols.Ssim);

    /// <inheritdoc/>
    public override IReadOnlyList<MetricProtocol> Protocols => [.. _protocols.Select(protocol => protocol.Public)];

    /// <inheritdoc/>
    public override IReadOnlyList<MetricScore> Measure(Tensor sr, Tensor hr, double scale)
    {
        return [.. _protocols.Select(Score)];

        MetricScore Score(Protocol protocol)
        {
            var (a, b) = Compared.Under(protocol, sr, hr, scale);
            if (a.Height < Ssim.Window || a.Width < Ssim.Window)
                throw new CozException($"ssim, {protocol.Public.Name}: {a.Width}x{a.Height} pixels are left after the shave, and its window needs {Ssim.Window}; use larger images.");
            return new MetricScore(Name, protocol.Public.Name, Ssim.Of(a, b, protocol.Range));
        }
    }
}
