namespace Coz.Plugins.Data;

/// <summary>A rectangle of an image, in pixels.</summary>
internal readonly record struct CropArea(int Top, int Left, int Height, int Width);
