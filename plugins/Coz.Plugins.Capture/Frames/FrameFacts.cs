namespace Coz.Plugins.Capture;

/// <summary>What was found in a frame's file.</summary>
internal sealed record FrameFacts(int Width, int Height, double? FocalLength, string Sha256, long Length);
