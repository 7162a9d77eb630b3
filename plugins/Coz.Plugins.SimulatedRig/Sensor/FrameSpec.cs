using Coz.Contracts.Devices;

namespace Coz.Plugins.SimulatedRig;

/// <summary>All that decides the pixels of one frame.</summary>
internal sealed record FrameSpec
{
    public required IScene Scene { get; init; }

    /// <summary>Scene samples a unit of the tangent.</summary>
    public required double SamplesPerTangent { get; init; }

    public required FrameGeometry Geometry { get; init; }

    /// <summary>The f-number.</summary>
    public required double Aperture { get; init; }

    /// <summary>Sigma in mm, centre and corner.</summary>
    public required (double Centre, double Corner) Defocus { get; init; }

    /// <summary>The fall-off in the corners, in EV.</summary>
    public required double Vignetting { get; init; }

    /// <summary>Exposure against the nominal one, as a factor of the light.</summary>
    public required double Exposure { get; init; }

    /// <summary>What the electrons are multiplied with beside: ISO over 100.</summary>
    public required double Gain { get; init; }

    public required double FullWell { get; init; }

    public required double ReadNoise { get; init; }

    /// <summary>The colour temperature that the picture is developed for, in kelvin.</summary>
    public required double Temperature { get; init; }

    public required int Quality { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>How far near parts have moved, in pixels; 0 for none.</summary>
    public double Parallax { get; init; }

    public bool IsFlatSky { get; init; }

    /// <summary>The part of the frame that has moved; 0 for none.</summary>
    public double MovingPart { get; init; }
}
