using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Brings the true colours of a batch into what a decoder is compared with.</summary>
internal static class Targets
{
    /// <summary>
    /// Of pixels, their normalised RGB (N, Q, 3). Of patches, what the bilinear upscale lacks, pixel by pixel, (N, Q, 3 * P) as (channel,
    /// row, column), and 0 beyond the crop, as LINF's official code has it.
    /// </summary>
    public static Tensor Of(Batch batch, Tensor images, PointQueries queries, Tensor colours, Normalization normalization)
    {
        using var scope = NewDisposeScope();
        if (batch.Inside is null)
            return Normalised(colours, normalization).MoveToOuterDisposeScope();
        var (n, count, pixels) = (colours.shape[0], colours.shape[1], batch.Inside.shape[2]);
        var perPixel = colours.view(n, count, 3, pixels).transpose(2, 3).reshape(n, count * pixels, 3);
        var skip = BilinearSkip.Sample(normalization.Apply(images), Around(queries, pixels));
        var residual = (Normalised(perPixel, normalization) - skip) * batch.Inside.to(colours.device).reshape(n, count * pixels, 1);
        return residual.view(n, count, pixels, 3).transpose(2, 3).reshape(n, count, 3 * pixels).MoveToOuterDisposeScope();
    }

    // (N, Q, C) as an image of one column, for the normalisation's channels.
    private static Tensor Normalised(Tensor colours, Normalization normalization) =>
        normalization.Apply(colours.transpose(1, 2).unsqueeze(-1)).squeeze(-1).transpose(1, 2).contiguous();

    // The centres of the pixels around each query, rows outer: (N, Q * P, 2).
    private static Tensor Around(PointQueries queries, long pixels)
    {
        var side = (long)Math.Round(Math.Sqrt(pixels));
        var steps = arange(-(side / 2), (side / 2) + 1, queries.Coords.dtype, queries.Coords.device);
        var grid = meshgrid([steps, steps], indexing: "ij");
        var offsets = stack(grid, -1).view(1, 1, pixels, 2);
        return (queries.Coords.unsqueeze(2) + (offsets * queries.Cells.unsqueeze(2))).flatten(1, 2);
    }
}
