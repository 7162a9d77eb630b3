namespace Coz.Contracts.Models;

/// <summary>How a metric is measured, in full: a number never appears without it.</summary>
/// <param name="Name">The short name of tables: <c>y</c>, <c>rgb</c>, <c>liif-benchmark</c>.</param>
/// <param name="Description">Channel, data range, rounding and shave, in a line.</param>
public sealed record MetricProtocol(string Name, string Description);
