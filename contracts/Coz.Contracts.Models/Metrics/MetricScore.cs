namespace Coz.Contracts.Models;

/// <summary>A measured number with its full name.</summary>
/// <param name="Metric">The metric's plugin name: <c>psnr</c>.</param>
/// <param name="Protocol">The protocol's name: <c>y</c>.</param>
/// <param name="Value">The number, in the metric's unit.</param>
public readonly record struct MetricScore(string Metric, string Protocol, double Value);
