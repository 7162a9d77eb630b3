namespace Coz.Plugins.Benchmark;

/// <summary>results.csv: every score of every image, unrounded.</summary>
internal static class ResultsCsv
{
    private static readonly string[] Columns = ["model", "encoder", "decoder", "trained", "ensemble", "dataset", "image", "scale", "metric", "protocol", "value", "seconds"];

    public static string Of(IEnumerable<Measurement> measurements) => Csv.Of(Columns, measurements.Select(Row));

    private static string[] Row(Measurement m) =>
    [
        m.Model.Name, m.Model.Encoder, m.Model.Decoder, Label.OfTrained(m.Model.Trained), m.Model.Ensemble,
        m.Pair.Dataset, m.Pair.Image, Label.Exact(m.Pair.Scale), m.Score.Metric, m.Score.Protocol, Label.Exact(m.Score.Value), Label.Exact(m.Seconds.Total),
    ];
}
