using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;
using Coz.Toolkit;

namespace Coz.Plugins.Align;

/// <summary>Scores an alignment of a simulated session against the true warps, which the align task never sees.</summary>
/// <param name="options">The alignment and the truth.</param>
[Plugin("score-alignment", Summary = "Scores an alignment of simulated captures against the true warps")]
public sealed class ScoreTask(ScoreOptions options) : ExperimentTask
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (options.Truth.Length > 0 && !Directory.Exists(options.Truth))
            yield return $"task:truth: there is no folder {options.Truth}";
    }

    /// <inheritdoc/>
    public override Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        var alignment = SessionAlignment.Read(options.Alignment.Length > 0 ? options.Alignment : Path.Combine(run.Folder, SessionAlignment.FolderName));
        var truths = Truths(alignment.Session);
        if (truths is null)
            run.Publish(new MessageEvent($"{alignment.Session} has no true warps beside it: it is no simulated session, and there is no true error.", IsWarning: true));
        var pairs = alignment.Frames.Select(frame => Score(alignment, frame, truths)).ToList();
        run.Publish(new TableEvent(
            "The error against the true warps",
            ["scale", "accepted", "true p95 (px)", "held-out p95 (px)", "faults"],
            [.. pairs.Select(pair => (IReadOnlyList<string>)[Number(pair["scale"], "0.000"), (bool)pair["accepted"]! ? "yes" : "no", Number(pair["true_p95"], "0.000"), Number(pair["estimate_p95"], "0.000"), string.Join(", ", pair["faults"]!.AsArray().Select(fault => (string)fault!))])]));
        var result = new JsonObject { ["pairs"] = new JsonArray([.. pairs]) };
        WholeFile.Write(Path.Combine(run.Folder, SessionAlignment.FolderName, "score.json"), stream => JsonSerializer.Serialize(stream, result, Json));
        return Task.FromResult(new TaskResult(result));
    }

    private static JsonObject Score(SessionAlignment alignment, AlignedFrame frame, IReadOnlyDictionary<string, FrameTruth>? truths)
    {
        var json = frame.ToJson();
        var truth = truths?.GetValueOrDefault(frame.Sha256);
        var error = truth is not null && truths!.GetValueOrDefault(alignment.Anchor.Sha256) is { } anchor && frame.ReadWarp() is { } warp
            ? TrueError.P95(warp, anchor.Geometry, truth.Geometry)
            : double.NaN;
        json["true_p95"] = double.IsFinite(error) ? Math.Round(error, 4) : null;
        json["faults"] = new JsonArray([.. (truth?.Faults ?? []).Select(fault => (JsonNode)fault)]);
        return json;
    }

    private IReadOnlyDictionary<string, FrameTruth>? Truths(string session)
    {
        if (options.Truth.Length > 0)
            return FrameTruth.ReadFolder(options.Truth);
        var devices = Path.TrimEndingDirectorySeparator(session) + ".devices";
        var folder = Directory.Exists(devices) ? Directory.EnumerateDirectories(devices).Select(device => Path.Combine(device, "truth")).FirstOrDefault(Directory.Exists) : null;
        return folder is null ? null : FrameTruth.ReadFolder(folder);
    }

    private static string Number(JsonNode? value, string format) => value is null ? "-" : ((double)value).ToString(format, CultureInfo.InvariantCulture);
}
