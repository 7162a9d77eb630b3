using System.Text.Json.Nodes;
using Coz.Plugins.Upscale.Memory;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>All that a result depends on beside its picture. What was chosen at the start of a folder stays chosen when it is resumed.</summary>
/// <param name="Asked">What was asked for: model, scale, format. Other values mean other results.</param>
/// <param name="Memory">Bytes, from which the size of tiles follows.</param>
/// <param name="Threads">Threads of the tensor library.</param>
/// <param name="Models">What the model takes, by the steps of the grid it was measured on; none until it was measured.</param>
internal sealed record JobSettings(JsonObject Asked, long Memory, int Threads, IReadOnlyDictionary<string, MemoryModel> Models)
{
    /// <summary>What of the asked differs from another's.</summary>
    /// <returns>A phrase a key; empty if all is the same.</returns>
    public IReadOnlyList<string> Differences(JobSettings other) =>
    [
        .. Asked.Select(entry => entry.Key).Union(other.Asked.Select(entry => entry.Key))
            .Where(key => !JsonNode.DeepEquals(Asked[key], other.Asked[key]))
            .Select(key => $"{key.Replace('_', ' ')} was {Show(other.Asked[key])} and is {Show(Asked[key])}"),
    ];

    private static string Show(JsonNode? value) => value?.ToString() ?? "not set";
}
