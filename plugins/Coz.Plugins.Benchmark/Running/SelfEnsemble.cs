using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Benchmark;

/// <summary>
/// The geometric self-ensemble of Lim et al. (EDSR, CVPR workshops 2017): the mean, before clamping, of the results for the 8 flips
/// and transpositions of the LR image, each turned back.
/// </summary>
internal static class SelfEnsemble
{
    private const int Count = 8;

    /// <summary>Upscales eight times.</summary>
    /// <returns>(1, 3, rows, columns), not clamped, which the caller disposes, and the time of all eight.</returns>
    public static (Tensor Sr, Seconds Seconds) Run(SrModel model, Tensor lr, GridQueries grid)
    {
        using var scope = NewDisposeScope();
        var sum = zeros(1, 3, grid.Rows.Count, grid.Columns.Count, lr.dtype, lr.device);
        var seconds = default(Seconds);
        for (var index = 0; index < Count; index++)
        {
            using var inner = NewDisposeScope();
            var (sr, time) = TimedUpscale.Run(model, Turn(lr, index), Turn(grid, (int)lr.shape[2], (int)lr.shape[3], index));
            sum.add_(TurnBack(sr, index));
            seconds += time;
        }

        return (sum.div_(Count).MoveToOuterDisposeScope(), seconds);
    }

    private static Tensor Turn(Tensor image, int index)
    {
        var flipped = image.flip(Flips(index));
        return (IsTransposed(index) ? flipped.transpose(2, 3) : flipped).contiguous();
    }

    private static Tensor TurnBack(Tensor image, int index) => (IsTransposed(index) ? image.transpose(2, 3) : image).flip(Flips(index));

    private static GridQueries Turn(GridQueries grid, int lrHeight, int lrWidth, int index)
    {
        var rows = Flips(index).Contains(2) ? Flip(grid.Rows, lrHeight) : grid.Rows;
        var columns = Flips(index).Contains(3) ? Flip(grid.Columns, lrWidth) : grid.Columns;
        return IsTransposed(index) ? new GridQueries(columns, rows) : new GridQueries(rows, columns);
    }

    private static GridAxis Flip(GridAxis axis, int lrCount) => axis with { Start = lrCount - (axis.Start + (axis.Count * axis.Step)) };

    private static long[] Flips(int index) => (index & 3) switch { 0 => [], 1 => [2], 2 => [3], _ => [2, 3] };

    private static bool IsTransposed(int index) => index >= 4;
}
