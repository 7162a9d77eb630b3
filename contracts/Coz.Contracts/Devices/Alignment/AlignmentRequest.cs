namespace Coz.Contracts.Devices;

/// <summary>Two photos of a scene to align.</summary>
/// <param name="Reference">The wider one (LR): it keeps its pixels.</param>
/// <param name="Moving">The one with the longer focal length (HR): it will be resampled into the reference's geometry.</param>
public sealed record AlignmentRequest(AlignerImage Reference, AlignerImage Moving)
{
    /// <summary>A folder for pictures and plots of this pair, made if missing; null if nobody wants to see any.</summary>
    public string? ReportFolder { get; init; }
}
