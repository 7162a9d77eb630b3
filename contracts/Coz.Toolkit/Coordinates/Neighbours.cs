using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// The LR cells that each query reads: a square of K = k x k of them, rows outer, columns inner, and where the query lies seen from
/// each. Source: the local ensemble of LIIF (Chen et al., CVPR 2021, section 3), which LTE, LINF, SRNO and LMI share.
/// </summary>
/// <param name="Index">(N, Q, K) int64: row * LR width + column, for <see cref="PixelRows.Gather"/>.</param>
/// <param name="Relative">
/// (N, Q, K, 2), the type of the coordinates: query minus the cell's centre, (row, column), in half LR pixels: a neighbour is 2 away.
/// </param>
public sealed record Neighbours(Tensor Index, Tensor Relative) : IDisposable
{
    /// <summary>
    /// What is added to every position on both axes, in normalised coordinates, so that a query on the line between two cells falls
    /// on one of them in any precision.
    /// </summary>
    public const double DefaultNudge = 1e-6;

    private const double Border = 1 - 1e-6;
    private const double LeastArea = 1e-9;

    /// <summary>The number of cells a query reads, K.</summary>
    public int Count => (int)Index.shape[2];

    /// <summary>Finds the cells around each query. A position outside the image gives the border cell.</summary>
    /// <param name="coords">(N, Q, 2), normalised, (row, column); the caller keeps it.</param>
    /// <param name="height">LR rows.</param>
    /// <param name="width">LR columns.</param>
    /// <param name="halfCells">
    /// The offsets per axis in half LR pixels, ascending: [-1, 1] for the four cells around the query, [-3, -1, 1, 3] for sixteen,
    /// [0] for the one that holds it.
    /// </param>
    /// <param name="nudge">See <see cref="DefaultNudge"/>; 0 leaves ties to rounding.</param>
    /// <returns>The neighbours; the caller disposes them.</returns>
    public static Neighbours Around(Tensor coords, int height, int width, IReadOnlyList<int> halfCells, double nudge = DefaultNudge)
    {
        using var scope = NewDisposeScope();
        var (rows, below) = Locate(coords.select(-1, 0), height, halfCells, nudge);
        var (columns, right) = Locate(coords.select(-1, 1), width, halfCells, nudge);
        var index = (rows.unsqueeze(-1) * width) + columns.unsqueeze(-2);
        var relative = stack([below.unsqueeze(-1).expand(index.shape), right.unsqueeze(-2).expand(index.shape)], -1);
        return new Neighbours(index.flatten(2, 3).MoveToOuterDisposeScope(), relative.flatten(2, 3).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// The share of each cell in an output: the area of the rectangle between the query and the centre of the diagonally opposite
    /// cell, over the sum of all (LIIF, equation 4).
    /// </summary>
    /// <remarks>
    /// Where a query lies on the line through the centres of the first or last cells, every area vanishes and rounding alone decides:
    /// such queries are ill-conditioned in the official code as well.
    /// </remarks>
    /// <returns>(N, Q, K), positive, summing to 1; the caller disposes it.</returns>
    public Tensor AreaWeights()
    {
        using var scope = NewDisposeScope();
        var area = (Relative.select(-1, 0) * Relative.select(-1, 1)).abs() + LeastArea;
        return (area.flip(-1) / area.sum(-1, keepdim: true)).MoveToOuterDisposeScope();
    }

    /// <summary>Predicts from each cell in turn and sums by <see cref="AreaWeights"/>. Differentiable.</summary>
    /// <param name="predict">
    /// Gets a cell's Index (N, Q) and Relative (N, Q, 2), returns (N, Q, channels). What it allocates is disposed after the call.
    /// </param>
    /// <returns>(N, Q, channels); the caller disposes it.</returns>
    public Tensor Blend(Func<Tensor, Tensor, Tensor> predict)
    {
        ArgumentNullException.ThrowIfNull(predict);
        using var scope = NewDisposeScope();
        var weights = AreaWeights();
        Tensor? sum = null;
        for (var k = 0; k < Count; k++)
        {
            using var inner = NewDisposeScope();
            var share = predict(Index.select(2, k), Relative.select(2, k)) * weights.narrow(2, k, 1);
            var next = (sum is null ? share : sum + share).MoveToOuterDisposeScope();
            sum?.Dispose();
            sum = next;
        }

        return sum!.MoveToOuterDisposeScope();
    }

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Index.Dispose();
        Relative.Dispose();
    }

    private static (Tensor Index, Tensor Relative) Locate(Tensor position, int count, IReadOnlyList<int> halfCells, double nudge)
    {
        var shifts = tensor([.. halfCells.Select(half => (half * (1.0 / count)) + nudge)], position.dtype, position.device);
        var query = position.unsqueeze(-1);
        var index = LrCoordinates.NearestCell((query + shifts).clamp(-Border, Border), count);
        return (index, (query - LrCoordinates.Centre(index, count, position.dtype)) * count);
    }
}
