using System.Text.Json.Nodes;

namespace Coz.Plugins.Benchmark;

/// <summary>The rows that <c>--json</c> ends with.</summary>
internal static class ResultJson
{
    public static JsonObject Of(IEnumerable<SummaryRow> rows) => new() { ["rows"] = new JsonArray([.. rows.Select(Row)]) };

    private static JsonObject Row(SummaryRow row) => new()
    {
        ["model"] = row.Model.Name,
        ["encoder"] = row.Model.Encoder,
        ["decoder"] = row.Model.Decoder,
        ["trained"] = row.Model.Trained,
        ["ensemble"] = row.Model.Ensemble,
        ["dataset"] = row.Dataset,
        ["scale"] = row.Scale,
        ["metric"] = row.Metric,
        ["protocol"] = row.Protocol,
        ["value"] = double.IsFinite(row.Value) ? JsonValue.Create(row.Value) : JsonValue.Create(Label.Exact(row.Value)),
    };
}
