namespace Coz.Tests.Conformance;

/// <summary>What is wrong with a <see cref="MemoryLens"/>.</summary>
public enum LensBreak
{
    Nothing,
    ReturnsBeforeItArrives,
    RunsOnAfterAStop,
    HomesOutsideItsTravel,
    ChangesItsTravel,
    CanNeverMove,
}
