using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>A batch, and what is to be said of it.</summary>
/// <param name="Step">The step it is for.</param>
/// <param name="Keys">Its samples, those that were left out excepted.</param>
/// <param name="Images">(N, 3, patch, patch) in [0, 1].</param>
/// <param name="Queries">(N, Q, 2) coordinates and cells.</param>
/// <param name="Colours">(N, Q, 3) in [0, 1]: the true RGB at the queries; of patches of several pixels (N, Q, 3 * pixels).</param>
/// <param name="Scale">The scale of all of them; null if each has its own.</param>
/// <param name="Skipped">Why samples were left out, a line each.</param>
internal sealed record Batch(long Step, IReadOnlyList<SampleKey> Keys, Tensor Images, PointQueries Queries, Tensor Colours, double? Scale, IReadOnlyList<string> Skipped) : IDisposable
{
    public void Dispose()
    {
        Images.Dispose();
        Queries.Dispose();
        Colours.Dispose();
    }
}
