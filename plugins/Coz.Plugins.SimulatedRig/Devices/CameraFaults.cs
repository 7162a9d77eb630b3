using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.SimulatedRig;

/// <summary>What goes wrong with the simulated camera, by the numbers of its exposures, from 1, over the life of its card. Each happens once.</summary>
public sealed record CameraFaults : PluginOptions
{
    /// <summary>The cable is pulled during these exposures; the picture is on the card.</summary>
    [Description("Exposures during which the cable is pulled; the picture is on the card.")]
    public IReadOnlyList<int> UnplugAt { get; init; } = [];

    /// <summary>The cable is pulled during the transfer of these exposures.</summary>
    [Description("Exposures during whose transfer the cable is pulled.")]
    public IReadOnlyList<int> UnplugTransferAt { get; init; } = [];

    /// <summary>The card is full when these exposures are asked for.</summary>
    [Description("Exposures before which the card says that it is full; nothing is taken.")]
    public IReadOnlyList<int> CardFullAt { get; init; } = [];

    /// <summary>The disk is full in the middle of the transfer of these exposures.</summary>
    [Description("Exposures during whose transfer the disk is full; the picture is on the card.")]
    public IReadOnlyList<int> DiskFullAt { get; init; } = [];

    /// <summary>The camera is busy when these exposures are asked for.</summary>
    [Description("Exposures before which the camera says that it is busy, busy_times times.")]
    public IReadOnlyList<int> BusyAt { get; init; } = [];

    /// <summary>How often it says so.</summary>
    [Description("How often it is busy before it obeys."), Range(1, 1000)]
    public int BusyTimes { get; init; } = 2;

    /// <summary>These exposures never end.</summary>
    [Description("Exposures that never end by themselves.")]
    public IReadOnlyList<int> HangAt { get; init; } = [];

    /// <summary>The first transfer of these exposures ends too early.</summary>
    [Description("Exposures whose first transfer ends half-way, with too few bytes.")]
    public IReadOnlyList<int> TruncateAt { get; init; } = [];

    /// <summary>The files of these exposures were written to the card without their end.</summary>
    [Description("Exposures whose file on the card lacks its end: all its bytes arrive, and it is no whole JPEG.")]
    public IReadOnlyList<int> DamageAt { get; init; } = [];

    /// <summary>Before these exposures the ISO value changes by itself.</summary>
    [Description("Exposures before which the ISO value changes by itself.")]
    public IReadOnlyList<int> SettingChangesAt { get; init; } = [];

    /// <summary>These exposures tell the focal length of the one before.</summary>
    [Description("Exposures whose EXIF tells the focal length of the one before.")]
    public IReadOnlyList<int> ExifStuckAt { get; init; } = [];

    /// <summary>These exposures have another size.</summary>
    [Description("Exposures that have another size.")]
    public IReadOnlyList<int> WrongSizeAt { get; init; } = [];

    /// <summary>The light jumps at these exposures.</summary>
    [Description("Exposures at which the light jumps by exposure_jump EV.")]
    public IReadOnlyList<int> ExposureJumpAt { get; init; } = [];

    /// <summary>By how much, in EV.</summary>
    [Description("The jump, in EV."), Range(-4.0, 4.0)]
    public double ExposureJump { get; init; } = 1;

    /// <summary>Near and far parts move against each other in these exposures.</summary>
    [Description("Exposures in which near and far parts have moved against each other by parallax_pixels.")]
    public IReadOnlyList<int> ParallaxAt { get; init; } = [];

    /// <summary>How far near parts move against far ones, in pixels of the frame.</summary>
    [Description("How far near parts move against far ones, in pixels of the frame."), Range(0.0, 200.0)]
    public double ParallaxPixels { get; init; } = 6;

    /// <summary>These exposures show a flat sky.</summary>
    [Description("Exposures that show nothing but flat sky.")]
    public IReadOnlyList<int> FlatSkyAt { get; init; } = [];

    /// <summary>A part of the scene has moved in these exposures.</summary>
    [Description("Exposures in which a patch of moving_part of the frame has moved.")]
    public IReadOnlyList<int> MovingPatchAt { get; init; } = [];

    /// <summary>How much of the frame, 0 to 1.</summary>
    [Description("The part of the frame that has moved."), Range(0.01, 1.0)]
    public double MovingPart { get; init; } = 0.25;

    /// <summary>These exposures show another scene.</summary>
    [Description("Exposures that show another scene.")]
    public IReadOnlyList<int> OtherSceneAt { get; init; } = [];
}
