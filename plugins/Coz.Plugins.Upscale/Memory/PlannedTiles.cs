using Coz.Plugins.Upscale.Tiling;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>The tiles of a picture, and why they are what they are.</summary>
/// <param name="Plan">The tiles.</param>
/// <param name="Predicted">The bytes that they are predicted to need, beyond those of the loaded model; null where nothing was measured.</param>
/// <param name="Taken">What the model takes; null where nothing was measured.</param>
internal sealed record PlannedTiles(TilePlan Plan, long? Predicted, MemoryModel? Taken);
