using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>The optimizer's rate, always.</summary>
[Plugin("constant", Summary = "The optimizer's rate from first to last step")]
public sealed class ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override double FactorAt(TrainingPoint point) => 1;
}
