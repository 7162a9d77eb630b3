namespace Coz.Contracts.Devices;

/// <summary>What became of a pair.</summary>
/// <param name="Warp">The warp; null if none was found.</param>
/// <param name="Metrics">What was measured on the way.</param>
/// <param name="Rejections">Why it was rejected; empty if it is accepted.</param>
public sealed record Alignment(Warp? Warp, AlignmentMetrics Metrics, IReadOnlyList<Rejection> Rejections)
{
    /// <summary>True if the pair may be used.</summary>
    public bool IsAccepted => Rejections.Count == 0;

    /// <summary>The tiles, for plots of the error; empty if it did not come so far.</summary>
    public IReadOnlyList<TileShift> Tiles { get; init; } = [];
}
