namespace Coz.Plugins.Capture;

/// <summary>What a sweep does about a fault that it cannot mend.</summary>
public enum OnFault
{
    /// <summary>It pauses until somebody has mended it and lets it go on.</summary>
    Pause,

    /// <summary>It ends; a later run over the same session goes on.</summary>
    Stop,
}
