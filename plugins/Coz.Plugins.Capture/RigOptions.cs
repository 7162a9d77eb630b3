using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.Capture;

/// <summary>What the tasks that use a rig have in common: its two devices, and how they are used.</summary>
public abstract record RigOptions : PluginOptions
{
    /// <summary>The camera.</summary>
    [Section]
    [Description("The camera: a driver and its options.")]
    public required Part<Camera> Camera { get; init; }

    /// <summary>The zoom lens with its motor.</summary>
    [Section]
    [Description("The zoom lens with its motor: a driver and its options.")]
    public required Part<ZoomLens> Lens { get; init; }

    /// <summary>Settings to lock, <c>key=value</c> each.</summary>
    [Description("Camera settings to lock and to read back, \"key=value\" each: \"iso=100\", \"aperture=8\".")]
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>How long to wait after a move, in seconds.</summary>
    [Description("Seconds to wait after a move, until nothing swings."), Range(0.0, 600.0)]
    public double Settle { get; init; } = 0.5;

    /// <summary>How far below its target every approach begins.</summary>
    [Description("How far below its target an approach begins, in the lens's unit, so that play is taken up from one side; left out: twice the lens's backlash."), Range(0.0, 1e6)]
    public double? Overshoot { get; init; }

    /// <summary>Where the ring of a lens that cannot home stands.</summary>
    [Description("For a lens that cannot find its zero: where its ring was turned to by hand, in the lens's unit, when the run starts, is resumed, or goes on after it has asked for that.")]
    public double? StandsAt { get; init; }

    /// <summary>How often an operation is tried again.</summary>
    [Description("How often a busy device is asked again, a transfer is repeated, a frame is taken again, and a lens that stalled while it was calibrated is homed; 0: never."), Range(0, 100)]
    public int Retries { get; init; } = 4;

    /// <summary>The wait before the first repetition, in seconds; doubled each time.</summary>
    [Description("Seconds before the first repetition; doubled each time."), Range(0.0, 600.0)]
    public double RetryWait { get; init; } = 0.5;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var setting in Settings.Where(setting => setting.IndexOf('=', StringComparison.Ordinal) <= 0))
            yield return $"settings: '{setting}' is no setting: \"key=value\" is expected, for example \"iso=100\"";
        foreach (var twice in Settings.GroupBy(setting => setting.Split('=')[0]).Where(group => group.Count() > 1))
            yield return $"settings: '{twice.Key}' is set {twice.Count()} times";
    }
}
