namespace Coz.Contracts.Devices;

/// <summary>An exposure that a camera has made and still holds.</summary>
/// <param name="Id">What the camera knows it by: unique among what it holds, and the same after a new connection if it lies on a card.</param>
/// <param name="FileName">The name the camera gave the file, with its ending.</param>
/// <param name="Length">The file's length in bytes; null if the camera does not say before the transfer.</param>
/// <param name="Time">When it was taken.</param>
public sealed record ExposureTicket(string Id, string FileName, long? Length, DateTimeOffset Time)
{
    /// <summary>What the camera says of it beside: recorded in the session's manifest as it is. A simulator states <c>detail_ratio</c>.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}
