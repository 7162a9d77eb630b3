namespace Coz.Plugins.Train;

/// <summary>What a fault does to a run.</summary>
public enum FaultPolicy
{
    /// <summary>It ends the run.</summary>
    Stop,

    /// <summary>What is faulty is left out, and the run goes on.</summary>
    Skip,
}
