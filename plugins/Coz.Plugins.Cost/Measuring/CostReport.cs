using System.Globalization;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Cost.Measuring;

/// <summary>What the rounds come to: medians, and W = seconds x P, the peak being the one of the same round.</summary>
/// <param name="options">What was measured.</param>
/// <param name="rounds">The rounds, at least one.</param>
internal sealed class CostReport(CostOptions options, IReadOnlyList<CostRound> rounds)
{
    private readonly (string Name, double? Seconds, double? Work)[] _parts =
    [
        ("encode", Median(rounds, round => round.Encode), Median(rounds, round => round.Encode * round.Peak)),
        ("prepare", Median(rounds, round => round.Prepare), Median(rounds, round => round.Prepare * round.Peak)),
        ("points", Median(rounds, round => round.Points), Median(rounds, round => round.Points * round.Peak)),
        ("grid", Median(rounds, round => round.Grid), Median(rounds, round => round.Grid * round.Peak)),
        ("training step", Median(rounds, round => round.TrainStep), Median(rounds, round => round.TrainStep * round.Peak)),
    ];

    private readonly double _peak = Median(rounds, round => round.Peak)!.Value;
    private readonly double _memory = ProcessMemory.Peak() / (1024.0 * 1024.0);

    public JsonObject ToJson() => new()
    {
        ["encoder"] = options.Encoder.Name,
        ["decoder"] = options.Decoder.Name,
        ["size"] = $"{LrSize.Parse(options.Size)}",
        ["scale"] = options.Scale,
        ["encode_s"] = _parts[0].Seconds,
        ["prepare_s"] = _parts[1].Seconds,
        ["points_s"] = _parts[2].Seconds,
        ["grid_s"] = _parts[3].Seconds,
        ["train_step_s"] = _parts[4].Seconds,
        ["peak_gflops"] = _peak,
        ["grid_w"] = _parts[3].Work,
        ["points_w"] = _parts[2].Work,
        ["train_w"] = _parts[4].Work,
        ["rounds"] = new JsonArray([.. rounds.Select(round => (JsonNode)round.ToJson())]),
        ["peak_rss_mb"] = _memory,
    };

    public TableEvent ToTable() => new(
        string.Create(CultureInfo.InvariantCulture, $"{options.Encoder.Name}+{options.Decoder.Name}, {options.Size} x{options.Scale}: medians of {rounds.Count}, peak {_peak:0} GFLOP/s, memory {_memory:0} MB"),
        ["part", "seconds", "W (GFLOP)"],
        [.. _parts.Select(part => new[] { part.Name, Text(part.Seconds, "0.0000"), Text(part.Work, "0.0") })]);

    private static string Text(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static double? Median(IReadOnlyList<CostRound> rounds, Func<CostRound, double?> value)
    {
        var sorted = rounds.Select(value).OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
