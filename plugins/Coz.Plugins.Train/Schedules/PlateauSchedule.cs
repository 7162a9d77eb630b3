using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// The adaptive schedule of the COZ paper: a large rate first, lowered by itself when the validation score flattens. Rules: a
/// validation is a gain if its score is above the best so far by more than the threshold; a gain sets the best and the count to 0; any
/// other validation, one whose score is no finite number among them, adds 1 to the count; when the count reaches the patience, the rate
/// is multiplied by the factor, but never below the floor, and the count starts at 0 again. The new rate holds from the next step on.
/// </summary>
[Plugin(Name, Summary = "Adaptive: the rate falls by itself when the validation score flattens")]
public sealed class PlateauSchedule(PlateauOptions options) : Schedule
{
    internal const string Name = "plateau";

    private double _factor = 1;
    private double? _best;
    private int _flat;

    /// <inheritdoc/>
    public override double FactorAt(TrainingPoint point) => _factor;

    /// <inheritdoc/>
    public override void Observe(double score, TrainingPoint point)
    {
        if (double.IsFinite(score) && (_best is null || score > _best + options.Threshold))
        {
            (_best, _flat) = (score, 0);
            return;
        }

        if (++_flat < options.Patience)
            return;
        _flat = 0;
        _factor = Math.Max(_factor * options.Factor, options.Floor);
    }

    /// <inheritdoc/>
    public override JsonObject Save() => new() { ["factor"] = _factor, ["best"] = _best, ["flat"] = _flat };

    /// <inheritdoc/>
    public override void Load(JsonObject state)
    {
        try
        {
            (_factor, _best, _flat) = (state["factor"]!.GetValue<double>(), state["best"]?.GetValue<double>(), state["flat"]!.GetValue<int>());
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new CozException("The saved schedule is no plateau's: was the schedule changed? Start a new run, with 'init' set to the checkpoint.", e);
        }
    }
}
