using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale;

/// <summary>A picture that was upscaled.</summary>
/// <param name="Job">The picture.</param>
/// <param name="Planned">Its tiles, and what was predicted of them.</param>
/// <param name="Peak">The most bytes the process held meanwhile.</param>
/// <param name="IsPeakExact">Whether no higher peak can have been missed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Notes">What was converted, a line each.</param>
internal sealed record PictureReport(Job Job, PlannedTiles Planned, long Peak, bool IsPeakExact, double Seconds, IReadOnlyList<string> Notes)
{
    /// <summary>Its tiles.</summary>
    public TilePlan Plan => Planned.Plan;

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
        ["predicted_bytes"] = Planned.Predicted,
        ["model_memory"] = JsonSerializer.SerializeToNode(Planned.Taken),
        ["peak_bytes"] = Peak - baseline,
        ["peak_is_exact"] = IsPeakExact,
        ["notes"] = new JsonArray([.. Notes.Select(note => (JsonNode)note)]),
    };

    /// <summary>For people, in a line.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Job.Output}: {Job.Source} to {Job.Result}, {Plan.Tiles} tile{(Plan.Tiles == 1 ? "" : "s")}, {Seconds:0.0} s");
}
