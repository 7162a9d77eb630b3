namespace Coz.Contracts.Devices;

/// <summary>What a zoom lens with its motor can do; known from its options, before it is connected.</summary>
public sealed record LensCapabilities
{
    /// <summary>The unit of positions: <c>deg</c> of the ring, <c>mm</c> of focal length, <c>steps</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The least position.</summary>
    public required double TravelFrom { get; init; }

    /// <summary>The greatest position.</summary>
    public required double TravelTo { get; init; }

    /// <summary>How close to its target a move ends.</summary>
    public required double Resolution { get; init; }

    /// <summary>How far the motor turns after a change of direction before the ring follows, at most; 0 if there is no play.</summary>
    public double Backlash { get; init; }

    /// <summary>True if it can find its own zero.</summary>
    public bool CanHome { get; init; }

    /// <summary>True if it can be told where it stands (<see cref="ZoomLens.DeclarePositionAsync"/>).</summary>
    public bool CanDeclare { get; init; }

    /// <summary>True if it knows its position at once, without homing.</summary>
    public bool HasEncoder { get; init; }

    /// <summary>The only positions it can take, where it cannot take any; empty otherwise.</summary>
    public IReadOnlyList<double> Stops { get; init; } = [];

    /// <summary>The focal lengths of its positions as far as they are known without a calibration; null if they are not.</summary>
    public FocalTable? FocalLengths { get; init; }
}
