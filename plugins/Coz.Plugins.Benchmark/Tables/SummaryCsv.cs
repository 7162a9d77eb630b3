using System.Globalization;

namespace Coz.Plugins.Benchmark;

/// <summary>summary.csv: the means over images, unrounded, with parameters and the mean seconds an image.</summary>
internal static class SummaryCsv
{
    private static readonly string[] Columns =
    [
        "model", "encoder", "decoder", "trained", "ensemble", "dataset", "scale", "metric", "protocol", "value",
        "images", "parameters", "encode_seconds", "prepare_seconds", "render_seconds", "peak_memory_bytes",
    ];

    public static string Of(IEnumerable<SummaryRow> rows) => Csv.Of(Columns, rows.Select(Row));

    // Peak memory stays empty: the process's own mark would count every model before this one.
    private static string[] Row(SummaryRow row) =>
    [
        row.Model.Name, row.Model.Encoder, row.Model.Decoder, Label.OfTrained(row.Model.Trained), row.Model.Ensemble,
        row.Dataset, Label.Exact(row.Scale), row.Metric, row.Protocol, Label.Exact(row.Value),
        row.Images.ToString(CultureInfo.InvariantCulture), row.Model.Parameters.ToString(CultureInfo.InvariantCulture),
        Label.Exact(row.Seconds.Encode), Label.Exact(row.Seconds.Prepare), Label.Exact(row.Seconds.Render), "",
    ];
}
