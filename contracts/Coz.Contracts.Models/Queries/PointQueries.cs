using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>
/// Free query points over an LR image. The last axis is (row, column) throughout: y first.
/// </summary>
/// <param name="Coords">
/// (N, Q, 2) floating point: the points' centres in normalised coordinates, -1 at the outer edge of the first LR pixel and 1 at that
/// of the last, on each axis, so that LR pixel k of n has its centre at -1 + (2k + 1) / n (grid_sample's align_corners = false).
/// </param>
/// <param name="Cells">
/// (N, Q, 2), the type of <paramref name="Coords"/>: the size of each output pixel in the same coordinates, 2 / output size for a
/// whole image. It may be an expanded view: do not write to it.
/// </param>
public sealed record PointQueries(Tensor Coords, Tensor Cells) : IDisposable
{
    /// <summary>The number of images, N.</summary>
    public long Batch => Coords.shape[0];

    /// <summary>The number of points an image, Q.</summary>
    public long Count => Coords.shape[1];

    /// <summary>A part of the points, as views.</summary>
    /// <param name="first">The first point.</param>
    /// <param name="count">How many.</param>
    /// <returns>Views that the caller disposes; these queries stay whole.</returns>
    public PointQueries Slice(long first, long count) => new(Coords.narrow(1, first, count), Cells.narrow(1, first, count));

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Coords.Dispose();
        Cells.Dispose();
    }
}
