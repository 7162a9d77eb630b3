using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>The options of <see cref="SimulatedCamera"/>. Lengths in R10 pixels (3.72 um) keep their meaning at every frame size.</summary>
public sealed record SimulatedCameraOptions : DeviceOptions
{
    /// <summary>Photos to stand before; none for the procedural scene.</summary>
    [Description("A photo that is the scene, or several for a mosaic; left out: a procedural scene."), OptionPath]
    public IReadOnlyList<string> Scene { get; init; } = [];

    /// <summary>Which procedural scene, or which order of a mosaic.</summary>
    [Description("Which procedural scene; the order of a mosaic.")]
    public int SceneSeed { get; init; } = 1;

    /// <summary>The frame's width in pixels.</summary>
    [Description("The frame's width, even; 0: as many pixels as the photo has at the longest focal length, 1332 for procedural scenes."), Range(0, 12000)]
    public int Width { get; init; }

    /// <summary>The focal length at which the scene fills the frame.</summary>
    [Description("The focal length in mm at which the scene just fills the frame: the widest of the sweep."), Range(1.0, 2000.0)]
    public double Widest { get; init; } = 35;

    /// <summary>The focal length at which a pixel is a sample of the scene.</summary>
    [Description("The focal length in mm at which a pixel is a sample of the scene: the longest of the sweep."), Range(1.0, 2000.0)]
    public double Longest { get; init; } = 140;

    /// <summary>Electrons that a pixel holds.</summary>
    [Description("Electrons that a pixel holds."), Range(100.0, 1e6)]
    public double FullWell { get; init; } = 28000;

    /// <summary>Read noise in electrons.</summary>
    [Description("Read noise, in electrons."), Range(0.0, 100.0)]
    public double ReadNoise { get; init; } = 3;

    /// <summary>How far the light drifts, in EV.</summary>
    [Description("How far the light drifts over a sweep, in EV."), Range(0.0, 2.0)]
    public double Drift { get; init; } = 0.15;

    /// <summary>How much the light flickers from frame to frame, in percent.</summary>
    [Description("How much the light flickers from frame to frame, in percent."), Range(0.0, 50.0)]
    public double Flicker { get; init; } = 1.5;

    /// <summary>The step to which EXIF rounds the focal length, in mm.</summary>
    [Description("EXIF rounds the focal length to steps of so many mm; 0: to 0.01."), Range(0.0, 10.0)]
    public double ExifStep { get; init; } = 1;

    /// <summary>How many pictures the card holds.</summary>
    [Description("How many pictures the card holds."), Range(1, 1000000)]
    public int CardCapacity { get; init; } = 2000;

    /// <summary>The world it stands in.</summary>
    [Description("The name that camera and lens of one simulated world have in common.")]
    public string World { get; init; } = "simulated";

    /// <summary>This camera's individual.</summary>
    [Description("This camera's individual, beside the run's seed.")]
    public int Seed { get; init; }

    /// <summary>What goes wrong.</summary>
    [Description("What goes wrong, and when.")]
    public CameraFaults Faults { get; init; } = new();

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Width % 2 != 0)
            yield return $"width is {Width}: an even number is expected, for the colour filters";
        if (Longest < Widest)
            yield return $"longest ({Longest} mm) is less than widest ({Widest} mm)";
        if (World.Length == 0 || World.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('-' or '_')))
            yield return $"world '{World}' is no name: letters, digits, - and _ are expected";
    }
}
