using System.Globalization;
using System.Text.Json.Nodes;

namespace Coz.Plugins.Train;

/// <summary>The best scores so far: of each scale, and of the mean over scales. Checkpoints of different scales are never ranked in one list.</summary>
internal sealed class BestScores
{
    private readonly SortedDictionary<double, double> _scales = [];

    /// <summary>The best mean over scales; null before the first validation.</summary>
    public double? Overall { get; private set; }

    /// <summary>Validations in a row without a new best mean.</summary>
    public int WithoutGain { get; private set; }

    /// <summary>Takes a validation. A score that is no number is never the best.</summary>
    /// <param name="scores">A score a scale.</param>
    /// <returns>The mean over scales, whether it is the best, and at which scales the score is.</returns>
    public (double Mean, bool IsBest, IReadOnlyList<double> Scales) Take(IReadOnlyList<ScaleScore> scores)
    {
        var better = scores.Where(score => double.IsFinite(score.Value)).Where(score => !_scales.TryGetValue(score.Scale, out var best) || score.Value > best).ToList();
        foreach (var score in better)
            _scales[score.Scale] = score.Value;
        var mean = scores.Average(score => score.Value);
        var isBest = double.IsFinite(mean) && (Overall is null || mean > Overall);
        if (isBest)
            Overall = mean;
        WithoutGain = isBest ? 0 : WithoutGain + 1;
        return (mean, isBest, [.. better.Select(score => score.Scale)]);
    }

    public JsonObject Save() => new()
    {
        ["overall"] = Overall,
        ["without_gain"] = WithoutGain,
        ["scales"] = new JsonObject(_scales.Select(entry => KeyValuePair.Create(entry.Key.ToString("R", CultureInfo.InvariantCulture), (JsonNode?)entry.Value))),
    };

    public void Load(JsonObject state)
    {
        Overall = state["overall"]?.GetValue<double>();
        WithoutGain = state["without_gain"]!.GetValue<int>();
        _scales.Clear();
        foreach (var (scale, value) in state["scales"]!.AsObject())
            _scales[double.Parse(scale, CultureInfo.InvariantCulture)] = value!.GetValue<double>();
    }
}
