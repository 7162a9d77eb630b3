using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Reads a training point in a schedule's unit.</summary>
internal static class ScheduleUnits
{
    public static double Position(this ScheduleUnit unit, TrainingPoint point) => unit == ScheduleUnit.Steps ? point.Step : Math.Floor(point.Epoch);

    public static double Length(this ScheduleUnit unit, TrainingPoint point) => unit == ScheduleUnit.Steps ? point.Steps : point.Epochs;
}
