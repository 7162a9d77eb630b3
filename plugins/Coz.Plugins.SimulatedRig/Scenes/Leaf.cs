using System.Numerics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>One thing of the procedural scene: a shape with an edge and a pattern, lying over others.</summary>
internal sealed record Leaf
{
    public required float X { get; init; }

    public required float Y { get; init; }

    /// <summary>Half its greatest extent.</summary>
    public required float Radius { get; init; }

    /// <summary>Height over width.</summary>
    public required float Slimness { get; init; }

    public required float Cosine { get; init; }

    public required float Sine { get; init; }

    public required LeafShape Shape { get; init; }

    public required LeafPattern Pattern { get; init; }

    /// <summary>The length of the pattern, in scene samples; sectors of a star.</summary>
    public required float Period { get; init; }

    public required Vector3 Light { get; init; }

    /// <summary>The pattern's other colour.</summary>
    public required Vector3 Other { get; init; }

    /// <summary>How strong its grain is, 0 to 1.</summary>
    public required float Grain { get; init; }

    public required int Seed { get; init; }

    /// <summary>The greater, the nearer to the camera.</summary>
    public required ulong Depth { get; init; }

    /// <summary>How far a point is outside (above 0) or inside, in scene samples, in the leaf's own axes.</summary>
    public float Distance(float a, float b) => Shape switch
    {
        LeafShape.Disk => MathF.Sqrt((a * a) + (b * b / (Slimness * Slimness))) - Radius,
        LeafShape.Rectangle => MathF.Max(MathF.Abs(a) - (Radius * 0.8f), MathF.Abs(b) - (Radius * 0.6f * Slimness)),
        _ => MathF.Max(b - (0.5f * Radius), (MathF.Abs(a) * 0.866f) - (b * 0.5f) - (0.5f * Radius)),
    };
}
