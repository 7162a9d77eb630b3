using Coz.Toolkit;

namespace Coz.Plugins.Capture;

/// <summary>What was found in a frame's file.</summary>
internal sealed record FrameFacts(int Width, int Height, PhotoExposure Exposure, string Sha256, long Length)
{
    /// <summary>The focal length in its EXIF, in mm; null if it says none.</summary>
    public double? FocalLength => Exposure.FocalLength;
}
