namespace Coz.Plugins.Upscale.Tiling;

/// <summary>A tile along one axis.</summary>
/// <param name="First">The first output sample.</param>
/// <param name="Count">Output samples.</param>
/// <param name="WindowFirst">The first LR pixel of the window.</param>
/// <param name="WindowCount">LR pixels of the window.</param>
internal readonly record struct TileSpan(int First, int Count, int WindowFirst, int WindowCount);
