namespace Coz.Toolkit;

/// <summary>
/// A strict pair: the LR image as the camera gave it, and an HR image warped to it. HR pixel i has its centre at
/// <c>Offset + (i + 0.5) / Scale</c> in LR pixels, on each axis.
/// </summary>
/// <param name="Lr">The LR image, relative to the data set's root, with forward slashes.</param>
/// <param name="Hr">The HR image, likewise.</param>
/// <param name="Scene">The scene.</param>
/// <param name="IsTest">Whether the pair belongs to the test half; its scene then has no frame in the training half.</param>
/// <param name="Scale">HR pixels per LR pixel.</param>
/// <param name="Offset">The position of HR's outer edge (top, left) in LR pixels; 0 where both cover the same field.</param>
public sealed record IndexPair(string Lr, string Hr, string Scene, bool IsTest, AxisPair Scale, AxisPair Offset);
