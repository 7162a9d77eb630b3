using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>The options of <see cref="SimulatedLens"/>: an 18-150 mm zoom whose ring a stepper turns. Lengths in R10 pixels are 3.72 um on the sensor.</summary>
public sealed record SimulatedLensOptions : DeviceOptions
{
    /// <summary>The shortest focal length, in mm.</summary>
    [Description("The shortest focal length, in mm."), Range(1.0, 2000.0)]
    public double FocalFrom { get; init; } = 18;

    /// <summary>The longest focal length, in mm.</summary>
    [Description("The longest focal length, in mm."), Range(1.0, 2000.0)]
    public double FocalTo { get; init; } = 150;

    /// <summary>The ring's travel, in degrees.</summary>
    [Description("The ring's travel, in degrees."), Range(1.0, 360.0)]
    public double Travel { get; init; } = 75;

    /// <summary>How far the ring's law bends away from the printed one.</summary>
    [Description("How far the ring's law bends away from the printed one; a calibration finds it."), Range(0.0, 0.5)]
    public double RingBend { get; init; } = 0.05;

    /// <summary>The motor's resolution, in degrees of the ring.</summary>
    [Description("The motor's resolution, in degrees of the ring."), Range(0.0001, 5.0)]
    public double Resolution { get; init; } = 0.01;

    /// <summary>The play between motor and ring, in degrees.</summary>
    [Description("The play between motor and ring, in degrees: after a change of direction the ring follows so much later."), Range(0.0, 10.0)]
    public double Backlash { get; init; } = 0.6;

    /// <summary>The speed, in degrees a second.</summary>
    [Description("The motor's speed, in degrees of the ring a second."), Range(0.1, 1e6)]
    public double Speed { get; init; } = 1000;

    /// <summary>Whether the motor knows its position at once.</summary>
    [Description("Whether the motor knows its position at once, without homing.")]
    public bool Encoder { get; init; }

    /// <summary>Distortion at the wide end, in percent.</summary>
    [Description("Distortion in the corners at the wide end, in percent; barrel is below 0."), Range(-10.0, 10.0)]
    public double DistortionWide { get; init; } = -3;

    /// <summary>Distortion at the long end, in percent.</summary>
    [Description("Distortion in the corners at the long end, in percent."), Range(-10.0, 10.0)]
    public double DistortionTele { get; init; } = 1;

    /// <summary>Vignetting at the wide end, in EV at f/8.</summary>
    [Description("Vignetting in the corners at the wide end and f/8, in EV."), Range(0.0, 5.0)]
    public double VignettingWide { get; init; } = 1;

    /// <summary>Vignetting at the long end, in EV at f/8.</summary>
    [Description("Vignetting in the corners at the long end and f/8, in EV."), Range(0.0, 5.0)]
    public double VignettingTele { get; init; } = 0.3;

    /// <summary>Breathing in percent.</summary>
    [Description("How far the true field of view departs from the focal length (breathing), in percent."), Range(0.0, 10.0)]
    public double Breathing { get; init; } = 0.4;

    /// <summary>The shift at every step, in R10 pixels.</summary>
    [Description("The picture's shift at every step, at most, in R10 pixels."), Range(0.0, 200.0)]
    public double Shift { get; init; } = 3;

    /// <summary>The rotation at every step, in degrees.</summary>
    [Description("The picture's rotation at every step, at most, in degrees."), Range(0.0, 5.0)]
    public double Rotation { get; init; } = 0.06;

    /// <summary>How far the axis wanders over the travel, in R10 pixels.</summary>
    [Description("How far the axis wanders over the travel, in R10 pixels."), Range(0.0, 1000.0)]
    public double Wander { get; init; } = 20;

    /// <summary>Defocus in the centre: sigma in R10 pixels.</summary>
    [Description("Defocus in the centre, a Gaussian's sigma in R10 pixels, at most."), Range(0.0, 20.0)]
    public double DefocusCentre { get; init; } = 0.4;

    /// <summary>Defocus in the corners: sigma in R10 pixels.</summary>
    [Description("Defocus in the corners, a Gaussian's sigma in R10 pixels, at most."), Range(0.0, 20.0)]
    public double DefocusCorner { get; init; } = 1;

    /// <summary>The world it stands in.</summary>
    [Description("The name that camera and lens of one simulated world have in common.")]
    public string World { get; init; } = "simulated";

    /// <summary>This lens's individual.</summary>
    [Description("This lens's individual, beside the run's seed.")]
    public int Seed { get; init; }

    /// <summary>What goes wrong.</summary>
    [Description("What goes wrong, and when.")]
    public LensFaults Faults { get; init; } = new();

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (FocalTo <= FocalFrom)
            yield return $"focal_to ({FocalTo} mm) is not longer than focal_from ({FocalFrom} mm)";
    }
}
