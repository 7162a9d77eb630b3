using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>
/// Lowers the rate along half a cosine to a floor at the run's end, after a straight rise if asked for (Loshchilov and Hutter, SGDR,
/// ICLR 2017, without restarts).
/// </summary>
[Plugin("cosine", Summary = "The rate falls along half a cosine, after a warm-up if asked for")]
public sealed class CosineSchedule(CosineOptions options) : Schedule
{
    // A schedule's factor is above 0: at the very end a floor of 0 has nothing left to train.
    private const double Least = 1e-8;

    /// <inheritdoc/>
    public override double FactorAt(TrainingPoint point)
    {
        var (position, length) = (options.Unit.Position(point), options.Unit.Length(point));
        if (position < options.WarmUp)
            return options.WarmUpFrom + ((1 - options.WarmUpFrom) * position / options.WarmUp);
        var share = Math.Clamp((position - options.WarmUp) / Math.Max(length - options.WarmUp, 1e-9), 0, 1);
        return Math.Max(options.Floor + ((1 - options.Floor) * 0.5 * (1 + Math.Cos(Math.PI * share))), Least);
    }
}
