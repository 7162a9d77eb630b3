using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>All that a run is between two steps.</summary>
/// <param name="Step">The steps done.</param>
/// <param name="Position">What is no tensor: schedule, scores, the optimizer's counts.</param>
/// <param name="Tensors">Weights, the optimizer's memory, the moving average, by name.</param>
internal sealed record TrainingState(long Step, JsonObject Position, IReadOnlyList<KeyValuePair<string, Tensor>> Tensors);
