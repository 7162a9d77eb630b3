using static TorchSharp.torch;

namespace Coz.Plugins.Lit;

/// <summary>The queries, keys and values of a stage on a window of its grid.</summary>
/// <param name="Queries">(N, C, rows, columns).</param>
/// <param name="Pairs">(N, rows * columns, 2C): a pixel's key, then its value.</param>
/// <param name="Window">Where they lie on the grid.</param>
internal sealed record StageMap(Tensor Queries, Tensor Pairs, StageWindow Window);
