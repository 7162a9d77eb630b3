namespace Coz.Contracts.Devices;

/// <summary>A photo to align.</summary>
/// <param name="Path">Its file, absolute.</param>
/// <param name="FocalLength">Its focal length in mm, as EXIF says it: rounded.</param>
public sealed record AlignerImage(string Path, double FocalLength);
