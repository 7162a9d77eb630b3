namespace Coz.Plugins.Train;

/// <summary>What a schedule counts. By epochs, the rate changes between epochs only, as the official code has it.</summary>
public enum ScheduleUnit
{
    /// <summary>Optimizer steps.</summary>
    Steps,

    /// <summary>Whole epochs.</summary>
    Epochs,
}
