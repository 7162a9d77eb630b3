using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.CiaoSr;

/// <summary>CiaoSR's regular grids on <see cref="PairKernel"/>.</summary>
internal sealed class PairGrid
{
    private readonly FeatureMap _map;
    private readonly GridQueries _grid;
    private readonly AxisNeighbours _rows;
    private readonly AxisNeighbours _columns;
    private readonly AxisNeighbours _nearestRows;
    private readonly AxisNeighbours _nearestColumns;

    private PairGrid(FeatureMap map, GridQueries grid)
    {
        (_map, _grid) = (map, grid);
        (_rows, _columns) = (CiaoSrNeighbours.Around(grid.Rows, map.Height), CiaoSrNeighbours.Around(grid.Columns, map.Width));
        (_nearestRows, _nearestColumns) = AxisNeighbours.Of(grid, map, [0], nudge: 0);
    }

    private bool IsServed => AreNear(_rows, _nearestRows) && AreNear(_columns, _nearestColumns);

    /// <summary>The grid; null where the kernel does not serve it: on an image of two pixels the four can lie further from the nearest than next to it.</summary>
    public static PairGrid? Of(FeatureMap map, GridQueries grid) => new PairGrid(map, grid) is { IsServed: true } pairs ? pairs : null;

    /// <summary>Renders every image of the map.</summary>
    /// <param name="query">The network that gives RGB.</param>
    /// <param name="key">The network that weights keys, and its first layer's share of the features, (N, h * w, width).</param>
    /// <param name="value">The network that weights values, and its first layer's share of the features.</param>
    /// <param name="values">(N, h * w, values): what values are, keys first.</param>
    /// <param name="positions">How many of the first layers' inputs, the last ones, say where the query lies.</param>
    /// <returns>(N, 3, rows, columns); the caller disposes it.</returns>
    public Tensor Render(Mlp query, (Mlp Network, Tensor Share) key, (Mlp Network, Tensor Share) value, Tensor values, int positions)
    {
        using var scope = NewDisposeScope();
        var width = Vectors.Widest;
        var weights = new PairWeights(query, key.Network, value.Network, width);
        var output = empty(_map.Batch, 3, _grid.Rows.Count, _grid.Columns.Count, ScalarType.Float32);
        for (var n = 0L; n < _map.Batch; n++)
            Image(n);
        return output.MoveToOuterDisposeScope();

        FeatureRows First((Mlp Network, Tensor Share) from, long n)
        {
            var weight = from.Network.Linears[0].weight;
            return new FeatureRows(_map, from.Share.select(0, n), weight.narrow(1, weight.shape[1] - positions, positions), Activation.Relu, _grid, _rows, _columns);
        }

        unsafe void Image(long n)
        {
            using var inner = NewDisposeScope();
            var planes = new OutputPlanes(output, n, _map.Image.contiguous(), _grid, hasSkip: true);
            var features = values.select(0, n);
            var kernel = new PairKernel(weights, TensorMemory.Address(features), First(key, n), First(value, n), _nearestRows, _nearestColumns, _map.Height, _map.Width, planes);
            Tiles.Run(kernel, kernel.Pieces, 1, width);
        }
    }

    private static bool AreNear(AxisNeighbours around, AxisNeighbours nearest)
    {
        for (var i = 0; i < around.Count; i++)
        {
            foreach (var cell in around.Cells(i))
            {
                if (Math.Abs(cell - nearest.Cells(i)[0]) > 1)
                    return false;
            }
        }

        return true;
    }
}
