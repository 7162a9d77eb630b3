using System.Globalization;
using Coz.Contracts;

namespace Coz.Plugins.Benchmark;

/// <summary>The table of a data set under a protocol: a row a model, a column a scale, then size and cost.</summary>
internal static class ScaleTable
{
    private const string Nothing = "-";

    /// <summary>All tables: by data set, then by protocol.</summary>
    public static IReadOnlyList<TableEvent> All(IReadOnlyList<SummaryRow> rows, IReadOnlyList<MeasuredProtocol> protocols) =>
    [
        .. from dataset in rows.Select(row => row.Dataset).Distinct()
           from protocol in protocols
           select Of([.. rows.Where(row => row.Dataset == dataset && row.Metric == protocol.Metric && row.Protocol == protocol.Protocol.Name)], protocol),
    ];

    private static TableEvent Of(IReadOnlyList<SummaryRow> rows, MeasuredProtocol protocol)
    {
        var scales = rows.Select(row => row.Scale).Distinct().Order().ToList();
        string[] columns = ["model", .. scales.Select(Label.OfScale), "parameters", "encode s", "prepare s", "render s", "peak memory"];
        var images = rows.Max(row => row.Images);
        return new TableEvent(
            $"{rows[0].Dataset} ({images} {(images == 1 ? "image" : "images")}): {protocol.Title}: {protocol.Protocol.Description}",
            columns,
            [.. rows.GroupBy(row => row.Model).Select(model => Row([.. model], scales))]);
    }

    private static IReadOnlyList<string> Row(IReadOnlyList<SummaryRow> rows, IReadOnlyList<double> scales)
    {
        var seconds = SummaryRow.Mean([.. rows.Select(row => row.Seconds)]);
        var model = rows[0].Model;
        return
        [
            model.Title,
            .. scales.Select(scale => rows.FirstOrDefault(row => row.Scale == scale) is { } row ? Score(row) : Nothing),
            model.Parameters == 0 ? Nothing : model.Parameters.ToString("N0", CultureInfo.InvariantCulture),
            Label.Rounded(seconds.Encode, 3), Label.Rounded(seconds.Prepare, 3), Label.Rounded(seconds.Render, 3), Nothing,
        ];
    }

    private static string Score(SummaryRow row) => Label.Rounded(row.Value, Math.Abs(row.Value) < 2 ? 4 : 3);
}
