using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Toolkit;

namespace Coz.Plugins.Train;

/// <summary>Keeps what a test gave in its training's folder, scores.json, so that a table which is resumed trains and tests no row again.</summary>
internal static class RowScores
{
    private const string FileName = "scores.json";

    /// <summary>Writes them, whole or not at all.</summary>
    public static void Write(string folder, string protocol, IReadOnlyList<ScaleScore> scores)
    {
        var json = new JsonObject
        {
            ["protocol"] = protocol,
            ["scores"] = new JsonArray([.. scores.Select(score => (JsonNode)new JsonObject { ["scale"] = score.Scale, ["value"] = Number(score.Value) })]),
        };
        WholeFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, json));
    }

    /// <summary>Reads them; null if they are not there, of another protocol, or damaged: the row is then tested again.</summary>
    public static IReadOnlyList<ScaleScore>? Read(string folder, string protocol)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path))!;
            return (string?)json["protocol"] == protocol
                ? [.. json["scores"]!.AsArray().Select(score => new ScaleScore((double)score!["scale"]!, (double?)score["value"] ?? double.NaN))]
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentNullException)
        {
            return null;
        }
    }

    /// <summary>A score for JSON, which has no number for what is none.</summary>
    public static double? Number(double value) => double.IsFinite(value) ? value : null;
}
