namespace Coz.Toolkit;

/// <summary>How a photo was taken, as its EXIF says; null where it does not say.</summary>
/// <param name="FocalLength">The focal length, in mm.</param>
/// <param name="ShutterTime">How long light was collected, in seconds.</param>
/// <param name="Aperture">The f-number.</param>
/// <param name="Iso">The ISO speed.</param>
public sealed record PhotoExposure(double? FocalLength, double? ShutterTime, double? Aperture, double? Iso);
