using Coz.Contracts.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Coz.Toolkit.Kernels;

/// <summary>
/// One call for the grid of a decoder that applies linear layers to the features of each cell around a query, the query's position
/// seen from it and, if it likes, the output pixel's size, and blends the results by area: LIIF, and decoders after its pattern.
/// </summary>
public static class EnsembleGrid
{
    /// <summary>Renders a grid. Ask <see cref="KernelPath.Serves(nn.Module, FeatureMap)"/> first.</summary>
    /// <param name="map">The map that is decoded; the caller keeps it.</param>
    /// <param name="grid">The output grid.</param>
    /// <param name="features">(N, h * w, width): the first layer's share of the features, bias included, as Prepare computed it; the caller keeps it.</param>
    /// <param name="layers">All layers, two or more; the last gives RGB.</param>
    /// <param name="positions">
    /// How many inputs of the first layer, its last ones, tell the relative position (2: row, column, half LR pixels) and the output
    /// pixel's size (4: the same, and rows, columns in the same unit).
    /// </param>
    /// <param name="halfCells">The cells around a query, see <see cref="Neighbours.Around"/>: [0] for the nearest, [-1, 1] for four.</param>
    /// <param name="nudge">See <see cref="Neighbours.DefaultNudge"/>.</param>
    /// <param name="hasSkip">Whether a bilinear upscale of the map's image is added.</param>
    /// <param name="activation">What stands between the layers.</param>
    /// <returns>(N, 3, rows, columns); the caller disposes it.</returns>
    public static Tensor Decode(
        FeatureMap map,
        GridQueries grid,
        Tensor features,
        IReadOnlyList<Linear> layers,
        int positions,
        IReadOnlyList<int> halfCells,
        double nudge = Neighbours.DefaultNudge,
        bool hasSkip = false,
        Activation activation = Activation.Relu)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers.Count, 2);
        if (positions is not (2 or 4))
            throw new ArgumentOutOfRangeException(nameof(positions), positions, "2 or 4 is expected.");
        var width = Vectors.Widest;
        var (rows, columns) = AxisNeighbours.Of(grid, map, halfCells, nudge);
        using var position = layers[0].weight.narrow(1, layers[0].weight.shape[1] - positions, positions);
        var hidden = new DenseStack(layers.Skip(1).SkipLast(1), activation, isLastActive: true, width);
        var last = TensorMemory.Pack(layers[^1].weight, layers[^1].bias, width);
        return GridRender.Run(map, grid, hasSkip, width, (n, output) =>
            new EnsembleKernel(new FeatureRows(map, features.select(0, n), position, activation, grid, rows, columns), hidden, last, output));
    }
}
