using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale;

/// <summary>A picture that was upscaled.</summary>
/// <param name="Job">The picture.</param>
/// <param name="Plan">Its tiles.</param>
/// <param name="Predicted">The bytes that were predicted, beyond those of the loaded model; null if nothing was.</param>
/// <param name="Peak">The most bytes the process held meanwhile.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Notes">What was converted, a line each.</param>
internal sealed record PictureReport(Job Job, TilePlan Plan, long? Predicted, long Peak, double Seconds, IReadOnlyList<string> Notes)
{
    /// <summary>For machines.</summary>
    /// <param name="baseline">Bytes that the process held once the model was loaded.</param>
    public JsonObject ToJson(long baseline) => new()
    {
        ["input"] = Job.Input,
        ["output"] = Job.Output,
        ["size"] = $"{Job.Result}",
        ["seconds"] = Seconds,
        ["tiles"] = Plan.Tiles,
        ["window"] = $"{Plan.Columns.Window}x{Plan.Rows.Window}",
        ["predicted_bytes"] = Predicted,
        ["peak_bytes"] = Peak - baseline,
        ["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]),
    };

    /// <summary>For people, in a line.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Job.Output}: {Job.Source} to {Job.Result}, {Plan.Tiles} tile{(Plan.Tiles == 1 ? "" : "s")}, {Seconds:0.0} s");
}
