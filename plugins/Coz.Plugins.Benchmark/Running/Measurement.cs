using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>One score of one result: a line of results.csv.</summary>
/// <param name="Model">The model.</param>
/// <param name="Pair">The pair.</param>
/// <param name="Score">The score, with its metric and protocol.</param>
/// <param name="Seconds">What the result took.</param>
internal sealed record Measurement(Entry Model, PairInfo Pair, MetricScore Score, Seconds Seconds);
