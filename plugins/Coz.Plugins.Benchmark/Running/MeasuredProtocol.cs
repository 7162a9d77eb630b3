using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>A protocol with the metric it belongs to.</summary>
/// <param name="Metric">The metric's name.</param>
/// <param name="Unit">The unit of its scores; empty for a plain number.</param>
/// <param name="HigherIsBetter">Whether a larger score is better.</param>
/// <param name="Protocol">The protocol.</param>
internal sealed record MeasuredProtocol(string Metric, string Unit, bool HigherIsBetter, MetricProtocol Protocol)
{
    /// <summary>Metric, unit and protocol in a line.</summary>
    public string Title => $"{Metric}{(Unit.Length > 0 ? $" ({Unit})" : "")}, protocol {Protocol.Name}";
}
