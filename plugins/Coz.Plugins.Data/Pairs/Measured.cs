using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Where an HR image lies over an LR image, as it was measured.</summary>
/// <param name="Scale">HR pixels per LR pixel, of each axis.</param>
/// <param name="Offset">The position of HR's outer edge in LR pixels.</param>
internal readonly record struct Measured(AxisPair Scale, AxisPair Offset);
