using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="ListSource"/>.</summary>
public sealed record ListOptions : PluginOptions
{
    /// <summary>The sources, one after another.</summary>
    [Description("The pair sources, one after another.")]
    public IReadOnlyList<Part<PairSource>> Sources { get; init; } = [];

    /// <summary>How often each source gives a training patch, against the others; empty: each image once an epoch.</summary>
    [Description("How often each source gives a training patch, against the others: [3, 1] takes three of four from the first. Left out, each image comes once an epoch.")]
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Sources.Count == 0)
            yield return "sources: at least one pair source is needed, for example { \"name\": \"image-folder\", \"root\": ... }";
        if (Weights.Count > 0 && Weights.Count != Sources.Count)
            yield return $"weights: one a source is expected, {Sources.Count}; got {Weights.Count}";
        if (Weights.Any(weight => !(weight >= 0 && double.IsFinite(weight))) || (Weights.Count > 0 && Weights.Sum() <= 0))
            yield return "weights: numbers of at least 0 are expected, not all of them 0";
    }
}
