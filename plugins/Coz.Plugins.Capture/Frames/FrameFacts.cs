using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>What was found in a frame's file.</summary>
internal sealed record FrameFacts(int Width, int Height, PhotoExposure Exposure, string Sha256, long Length)
{
    /// <summary>The focal length that its camera says, in mm; null if it leaves that to EXIF.</summary>
    public double? Told { get; init; }

    /// <summary>The focal length that its camera says, else that in its EXIF, in mm; null if neither says one.</summary>
    public double? FocalLength => Told ?? Exposure.FocalLength;
}
