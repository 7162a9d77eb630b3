namespace Coz.Plugins.SimulatedRig;

/// <summary>What the EXIF of a simulated picture says.</summary>
internal sealed record ExifFacts(string Maker, string Model, string Lens, DateTimeOffset Time, double ExposureTime, double Aperture, int Iso, double FocalLength, int Width, int Height);
