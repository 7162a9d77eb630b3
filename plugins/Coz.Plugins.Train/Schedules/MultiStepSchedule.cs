using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Multiplies the rate by a factor at stated epochs or steps (torch's MultiStepLR).</summary>
[Plugin("multi-step", Summary = "The rate is multiplied by a factor at stated epochs or steps")]
public sealed class MultiStepSchedule(MultiStepOptions options) : Schedule
{
    /// <inheritdoc/>
    public override double FactorAt(TrainingPoint point)
    {
        var position = options.Unit.Position(point);
        return Math.Pow(options.Factor, options.At.Count(place => place <= position));
    }
}
