using Coz.Contracts;

namespace Coz.TestPlugins.Walk;

/// <summary>How far and how fast to walk.</summary>
public sealed record WalkOptions : PluginOptions
{
    /// <summary>How many steps.</summary>
    public int Steps { get; init; } = 5;

    /// <summary>How long a step takes, in ms.</summary>
    public int StepTime { get; init; } = 100;

    /// <summary>The step at which to stumble; 0 for none.</summary>
    public int FailAt { get; init; }

    /// <summary>True to stop for nobody.</summary>
    public bool Deaf { get; init; }
}
