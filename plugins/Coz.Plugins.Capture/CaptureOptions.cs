using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Coz.Contracts;

namespace Coz.Plugins.Capture;

/// <summary>The options of <see cref="CaptureTask"/>.</summary>
public sealed partial record CaptureOptions : RigOptions
{
    /// <summary>The first focal length, in mm.</summary>
    [Description("The first focal length, in mm."), Range(1.0, 5000.0)]
    public double From { get; init; } = 35;

    /// <summary>The last focal length, in mm.</summary>
    [Description("The last focal length, in mm."), Range(1.0, 5000.0)]
    public double To { get; init; } = 140;

    /// <summary>How many frames.</summary>
    [Description("How many frames, the first and the last included; not used with steps = stops."), Range(2, 10000)]
    public int Frames { get; init; } = 8;

    /// <summary>What is uniform.</summary>
    [Description("What is uniform: steps of the ring, steps of the focal length, or every stop of the lens.")]
    public StepUnit Steps { get; init; } = StepUnit.Ring;

    /// <summary>The scene's name.</summary>
    [Description("The scene's name: one session is one scene.")]
    public string Scene { get; init; } = "scene";

    /// <summary>The session's folder.</summary>
    [Description("The session's folder; one that is there already goes on. Left out: session in the run's folder."), OptionPath]
    public string Session { get; init; } = "";

    /// <summary>A calibration to use instead of the lens's own table.</summary>
    [Description("A calibration.json of the calibrate task, to use instead of the lens's own table."), OptionPath]
    public string Calibration { get; init; } = "";

    /// <summary>The size that frames must have.</summary>
    [Description("The size that frames must have, \"5328x4000\"; left out: that of the frames before; for the first one what the camera describes (imagewidth, imageheight), if it does.")]
    public string Size { get; init; } = "";

    /// <summary>How far EXIF may lie from the plan, in percent.</summary>
    [Description("How far the focal length in EXIF may lie from the plan before the frame is flagged, in percent."), Range(0.1, 100.0)]
    public double FocalTolerance { get; init; } = 8;

    /// <summary>Whether pictures stay on the camera.</summary>
    [Description("Leave the pictures on the camera too.")]
    public bool KeepOnCamera { get; init; }

    /// <summary>How often the sweep helps itself.</summary>
    [Description("How often in a sweep the motor is homed, or the camera aborted, after a fault without asking anybody."), Range(0, 1000)]
    public int Recoveries { get; init; } = 3;

    /// <summary>What happens when it cannot.</summary>
    [Description("What happens when a fault needs a hand: pause and wait for it, or stop; a stopped session can go on later.")]
    public OnFault OnFault { get; init; } = OnFault.Pause;

    /// <summary>The size as numbers; null if none is given.</summary>
    internal (int Width, int Height)? FrameSize => Pattern().Match(Size) is { Success: true } match
        ? (int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), int.Parse(match.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture))
        : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var fault in base.Validate())
            yield return fault;
        if (Size.Length > 0 && FrameSize is null)
            yield return $"size is '{Size}': WIDTHxHEIGHT is expected, for example 5328x4000";
        if (From == To)
            yield return $"from and to are both {From} mm: a sweep needs two focal lengths";
    }

    [GeneratedRegex("^([0-9]{1,6})x([0-9]{1,6})$")]
    private static partial Regex Pattern();
}
