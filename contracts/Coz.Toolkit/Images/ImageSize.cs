namespace Coz.Toolkit;

/// <summary>The size of an image as it is read: after the orientation has been applied.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public readonly record struct ImageSize(int Height, int Width);
