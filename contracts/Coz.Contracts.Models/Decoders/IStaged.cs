using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>A decoder that refines its output over grids of growing size (CLIT's cascade).</summary>
public interface IStaged
{
    /// <summary>The number of stages.</summary>
    int Stages { get; }

    /// <summary>Decodes with chosen intermediate grids and returns every stage's output.</summary>
    /// <param name="map">What Prepare returned; the caller keeps it.</param>
    /// <param name="queries">(N, Q, 2): the final points, at which every stage is read; the caller keeps them.</param>
    /// <param name="grids">The grids of the stages before the last, coarsest first, each over the whole image: as many as stages are used, less one.</param>
    /// <returns>(N, Q, 3) a stage, the last being the result; the caller disposes them.</returns>
    IReadOnlyList<Tensor> DecodeStages(FeatureMap map, PointQueries queries, IReadOnlyList<GridQueries> grids);
}
