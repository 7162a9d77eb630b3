using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.Train;

/// <summary>A trained model's scores, and the paper's beside them.</summary>
/// <param name="Encoder">The encoder.</param>
/// <param name="Decoder">The decoder.</param>
/// <param name="Scores">A score a scale.</param>
internal sealed record TableRow(string Encoder, string Decoder, IReadOnlyList<ScaleScore> Scores)
{
    public static TableEvent Table(IReadOnlyList<TableRow> rows, string protocol)
    {
        var scales = rows[0].Scores.Select(score => score.Scale).ToList();
        return new TableEvent(
            $"PSNR in dB, protocol {protocol}: ours, and the COZ paper's",
            ["encoder", "decoder", "of", .. rows[0].Scores.Select(score => score.Name)],
            [
                .. rows.SelectMany(row => new IReadOnlyList<string>[]
                {
                    [row.Encoder, row.Decoder, "ours", .. row.Scores.Select(score => Text(score.Value))],
                    [row.Encoder, row.Decoder, "paper", .. scales.Select(scale => Text(PaperTable.ScoreOf(row.Encoder, row.Decoder, scale)))],
                }),
            ]);
    }

    public IEnumerable<JsonNode> ToJson() => Scores.Select(score => new JsonObject
    {
        ["encoder"] = Encoder,
        ["decoder"] = Decoder,
        ["scale"] = score.Scale,
        ["ours"] = RowScores.Number(score.Value),
        ["paper"] = PaperTable.ScoreOf(Encoder, Decoder, score.Scale),
    });

    private static string Text(double? score) => score?.ToString("F2", CultureInfo.InvariantCulture) ?? "-";
}
