namespace Coz.Contracts.Devices;

/// <summary>An exposure that a camera has made and still holds.</summary>
/// <param name="Id">
/// What the camera knows it by. The same for as long as the camera holds it, after a new connection and in another process too. Never given to
/// another exposure: not after a release, not when the camera's counter begins again, not on another card. Sessions tell by it what is
/// settled and may be deleted, so a driver whose camera counts from the start again adds what tells two files apart: folder, time, length.
/// </param>
/// <param name="FileName">The name the camera gave the file, with its ending.</param>
/// <param name="Length">The file's length in bytes; null if the camera does not say before the transfer.</param>
/// <param name="Time">When it was taken.</param>
public sealed record ExposureTicket(string Id, string FileName, long? Length, DateTimeOffset Time)
{
    /// <summary>The note of a camera that knows the focal length better than EXIF: a number, in mm, with a point. Sessions take it in place of EXIF's.</summary>
    public const string FocalLengthNote = "focal_length";

    /// <summary>What the camera says of it beside: recorded in the session's manifest as it is. A simulator states <c>detail_ratio</c>.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();
}
