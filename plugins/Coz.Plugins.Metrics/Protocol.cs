using Coz.Contracts.Models;

namespace Coz.Plugins.Metrics;

/// <summary>A protocol: its public face, and how it is measured.</summary>
/// <param name="Public">Name and description.</param>
/// <param name="Channel">What is compared.</param>
/// <param name="ExtraShave">Pixels shaved beyond ceil(scale).</param>
/// <param name="IsTransposed">True if rows are cut at the image's height, as COZ's released test does.</param>
internal sealed record Protocol(MetricProtocol Public, MeasuredChannel Channel, int ExtraShave = 0, bool IsTransposed = false)
{
    /// <summary>The range of the compared samples.</summary>
    public double Range => Channel is MeasuredChannel.RgbFloat or MeasuredChannel.LiifLuma ? 1 : 255;
}
