namespace Coz.Contracts.Devices;

/// <summary>A frame lies verified in the session's folder. Written and flushed before the camera's copy is released.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="File">The file, relative to the session's folder, with <c>/</c>.</param>
/// <param name="Sha256">Its SHA-256.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="FocalLength">The focal length in its EXIF, or what the camera says of it (<see cref="ExposureTicket.FocalLengthNote"/>), in mm; null if neither says one.</param>
/// <param name="PlannedFocalLength">The focal length that was planned, in mm.</param>
/// <param name="Position">Where the lens said it stood.</param>
/// <param name="Ticket">The exposure's id on the camera.</param>
/// <param name="Settings">The settings that were read back for this frame; of one that was found on the camera after an interruption, those that its EXIF confirms.</param>
/// <param name="Notes">What the camera said of the exposure: <c>detail_ratio</c> of a simulator.</param>
/// <param name="Flags">What a reader should look at, a line each: a focal length that did not advance.</param>
public sealed record FrameRecorded(
    int Step,
    string File,
    string Sha256,
    long Length,
    int Width,
    int Height,
    double? FocalLength,
    double PlannedFocalLength,
    double Position,
    string Ticket,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, string> Notes,
    IReadOnlyList<string> Flags) : SessionEntry;
