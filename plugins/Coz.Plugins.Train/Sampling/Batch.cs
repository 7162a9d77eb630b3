using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>A batch, and what is to be said of it.</summary>
/// <param name="Step">The step it is for.</param>
/// <param name="Keys">Its samples, those that were left out excepted.</param>
/// <param name="Images">(N, 3, patch, patch) in [0, 1].</param>
/// <param name="Queries">(N, Q, 2) coordinates and cells.</param>
/// <param name="Colours">(N, Q, 3 * P) in [0, 1]: the true RGB of the P pixels a query stands for, as (channel, row, column).</param>
/// <param name="Inside">(N, Q, P): 1 for pixels of the crop, 0 beyond it; null where a query stands for one pixel.</param>
/// <param name="Stages">The grids of a cascade's stages before the last, coarsest first; null where the decoder is no cascade.</param>
/// <param name="Skipped">Why samples were left out, a line each.</param>
internal sealed record Batch(long Step, IReadOnlyList<SampleKey> Keys, Tensor Images, PointQueries Queries, Tensor Colours, Tensor? Inside, IReadOnlyList<GridQueries>? Stages, IReadOnlyList<string> Skipped) : IDisposable
{
    /// <summary>A batch of which every sample was left out.</summary>
    public static Batch Empty(long step, IReadOnlyList<string> skipped) => new(step, [], empty(0), new PointQueries(empty(0), empty(0)), empty(0), null, null, skipped);

    public void Dispose()
    {
        Images.Dispose();
        Queries.Dispose();
        Colours.Dispose();
        Inside?.Dispose();
    }
}
