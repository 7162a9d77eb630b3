using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Cost.Table;

/// <summary>Measures every decoder, each in a process of its own; one that fails is a row with its reason, and the rest goes on.</summary>
[Plugin("cost-table", Summary = "Measure every decoder, each in a process of its own")]
public sealed class CostTableTask(CostTableOptions options, IPartFactory parts) : ExperimentTask
{
    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        var encoders = parts.List<Encoder>().Select(encoder => encoder.Name).ToList();
        if (!encoders.Contains(options.Encoder))
            yield return $"encoder: there is no encoder '{options.Encoder}'; {Nearest.Hint(options.Encoder, encoders)}";
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var decoders = parts.List<Decoder>();
        var measured = new List<JsonObject>();
        foreach (var decoder in decoders)
        {
            await run.WaitWhilePausedAsync(cancellationToken);
            run.Publish(new ProgressEvent("cost", measured.Count, decoders.Count, decoder.Name));
            measured.Add(await new CostProcess(options).MeasureAsync(decoder.Name, cancellationToken));
        }

        run.Publish(new ProgressEvent("cost", decoders.Count, decoders.Count, "done"));
        run.Publish(ToTable(measured));
        return new TaskResult(new JsonObject { ["decoders"] = new JsonArray([.. measured]) }, Succeeded: measured.TrueForAll(result => result["error"] is null));
    }

    private TableEvent ToTable(IReadOnlyList<JsonObject> measured)
    {
        string[] columns = ["decoder", "grid W", "points W", .. options.Train ? new[] { "train W" } : [], "memory MB"];
        string[] keys = ["grid_w", "points_w", .. options.Train ? new[] { "train_w" } : [], "peak_rss_mb"];
        var hasFault = measured.Any(result => result["error"] is not null);
        return new TableEvent(
            string.Create(CultureInfo.InvariantCulture, $"{options.Encoder}, {options.Size} x{options.Scale}: W = seconds x peak, GFLOP; medians of {options.Rounds}"),
            [.. columns, .. hasFault ? new[] { "fault" } : []],
            [.. measured.Select(result => (string[])[(string)result["decoder"]!, .. keys.Select(key => Text(result[key])), .. hasFault ? new[] { (string?)result["error"] ?? "" } : []])]);
    }

    private static string Text(JsonNode? value) => value?.GetValue<double>().ToString("0", CultureInfo.InvariantCulture) ?? "-";
}
