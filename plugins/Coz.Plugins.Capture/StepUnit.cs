namespace Coz.Plugins.Capture;

/// <summary>What is uniform in a sweep.</summary>
public enum StepUnit
{
    /// <summary>The ring's positions.</summary>
    Ring,

    /// <summary>The focal lengths.</summary>
    Focal,

    /// <summary>Every stop of a lens that has only some.</summary>
    Stops,
}
