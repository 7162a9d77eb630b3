namespace Coz.Toolkit;

/// <summary>
/// Where a frame of a scene lies in the scene's common geometry, measured in pixels of the scene's anchor frame (LR px), position 0 being
/// the anchor's outer edge: the frame's own pixel i has its centre at <c>Offset + (i + 0.5) / Scale</c>, on each axis.
/// </summary>
/// <param name="Path">The image, relative to the data set's root, with forward slashes.</param>
/// <param name="Scene">The scene, the same text for all its frames: test_LR and test_HR included.</param>
/// <param name="Scale">Frame pixels per LR px: 1 for the anchor, about 4 for a frame at four times its focal length.</param>
/// <param name="Offset">The position of the frame's outer edge (top, left) in LR px; 0 for the anchor. Parts of a pixel are what it is for.</param>
public sealed record IndexFrame(string Path, string Scene, AxisPair Scale, AxisPair Offset);
