namespace Coz.Plugins.Benchmark;

/// <summary>A model on a data set at a scale under a protocol: the mean over images.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dataset">The data set.</param>
/// <param name="Scale">The nominal scale.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Value">The mean of the per-image scores: infinite if one is.</param>
/// <param name="Images">How many images.</param>
/// <param name="Seconds">The mean time an image.</param>
internal sealed record SummaryRow(Entry Model, string Dataset, double Scale, string Metric, string Protocol, double Value, int Images, Seconds Seconds)
{
    /// <summary>Takes the means, in the order in which models, data sets, scales and protocols first appear.</summary>
    public static IReadOnlyList<SummaryRow> Of(IReadOnlyList<Measurement> measurements) =>
    [
        .. measurements
            .GroupBy(m => (m.Model, m.Pair.Dataset, m.Pair.Scale, m.Score.Metric, m.Score.Protocol))
            .Select(group => new SummaryRow(
                group.Key.Model, group.Key.Dataset, group.Key.Scale, group.Key.Metric, group.Key.Protocol,
                group.Average(m => m.Score.Value), group.Count(), Mean([.. group.Select(m => m.Seconds)]))),
    ];

    /// <summary>The mean time of several results.</summary>
    public static Seconds Mean(IReadOnlyList<Seconds> all) =>
        new(all.Average(s => s.Encode), all.Average(s => s.Prepare), all.Average(s => s.Render));
}
