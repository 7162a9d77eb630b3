namespace Coz.Plugins.Data;

/// <summary>Two photos of one scene.</summary>
/// <param name="Lr">The file of the LR image.</param>
/// <param name="Hr">The file of the HR image.</param>
/// <param name="Measured">Where HR lies over LR; null where both show the same field, each at its own size.</param>
internal sealed record PhotoPair(string Lr, string Hr, Measured? Measured = null);
