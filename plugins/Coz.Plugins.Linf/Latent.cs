using Coz.Contracts.Models;
using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.Linf;

/// <summary>
/// What the flow starts from: temperature times noise, the same for each image of a batch, or zeros without a temperature. The noise
/// belongs to places of the whole picture, so that chunks, slices and tiles of a grid show no seam.
/// </summary>
/// <param name="channels">Numbers a place.</param>
/// <param name="temperature">The noise's standard deviation.</param>
/// <param name="seed">Which noise.</param>
internal sealed class Latent(int channels, double temperature, int seed)
{
    // As of GridAxis.FirstIndex.
    private const double Lean = 1.0 / 16;

    /// <summary>Whether there is no temperature.</summary>
    public bool IsZero => temperature == 0;

    /// <summary>The place of each free query, an output pixel of the size that the query says: (N, Q, 2) int64, rows and columns.</summary>
    /// <remarks>Counted from the outer edge of the LR image: of a picture that the image is a crop of, points know nothing.</remarks>
    public static Tensor PlacesOf(PointQueries queries)
    {
        using var scope = NewDisposeScope();
        return (((queries.Coords + 1) / queries.Cells) + Lean).floor().to(int64).MoveToOuterDisposeScope();
    }

    /// <summary>For places (N, Q, 2): (N, Q, channels).</summary>
    public Tensor At(Tensor places, ScalarType dtype)
    {
        if (temperature == 0)
            return zeros(places.shape[0], places.shape[1], channels, dtype, places.device);
        using var noise = PixelNoise.Normal(seed, places.select(-1, 0), places.select(-1, 1), channels, dtype);
        return noise * temperature;
    }

    /// <summary>For the pixels of a grid from one on, in row-major order: (1, count, channels).</summary>
    public Tensor At(GridQueries grid, long first, long count, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        var index = arange(first, first + count, int64, device);
        var rows = index.div(grid.Columns.Count, RoundingMode.floor) + grid.Rows.FirstIndex;
        var columns = index.remainder(grid.Columns.Count) + grid.Columns.FirstIndex;
        return At(stack([rows, columns], -1).unsqueeze(0), dtype).MoveToOuterDisposeScope();
    }
}
