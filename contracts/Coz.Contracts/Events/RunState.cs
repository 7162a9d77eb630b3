namespace Coz.Contracts;

/// <summary>The states of a run.</summary>
public enum RunState
{
    /// <summary>It works.</summary>
    Running,

    /// <summary>It waits at its pause gate.</summary>
    Paused,

    /// <summary>It ended as it should.</summary>
    Completed,

    /// <summary>It was stopped by its user.</summary>
    Stopped,

    /// <summary>It ended with a fault.</summary>
    Failed,
}
