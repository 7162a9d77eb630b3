using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Tiling;

/// <summary>
/// Renders tiles with a model. A window is encoded and prepared once, its output rendered some rows at a time, so that what is held
/// beside the features is small; a decoder of whole sets renders a tile at once.
/// </summary>
/// <param name="model">The model; the caller keeps it.</param>
/// <param name="whole">The grid of the whole picture.</param>
/// <param name="isEnsemble">Whether each pixel is the mean over eight turns of the picture.</param>
/// <param name="slicePixels">Output pixels that are rendered at once, at least a row.</param>
internal sealed class TileRenderer(SrModel model, GridQueries whole, bool isEnsemble, long slicePixels = TileRenderer.DefaultSlice)
{
    /// <summary>The output pixels that are rendered at once, unless told otherwise.</summary>
    public const long DefaultSlice = 1 << 20;

    private readonly bool _isWhole = model.Decoder.Coupling == Coupling.WholeSet;

    /// <summary>The rows that are rendered at once: at least one.</summary>
    /// <param name="columns">Output pixels of a row.</param>
    /// <param name="rows">Rows that there are.</param>
    /// <param name="slicePixels">Output pixels that are rendered at once.</param>
    public static int RowsAtOnce(int columns, int rows, long slicePixels = DefaultSlice) => (int)Math.Clamp(slicePixels / columns, 1, rows);

    /// <summary>Renders a tile.</summary>
    /// <param name="window">(1, 3, h, w) in [0, 1], RGB: the tile's window; the caller keeps it.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="take">Gets the tile's rows from top to bottom: how many come before, and (1, 3, rows, columns), which it does not keep.</param>
    /// <param name="cancellationToken">Ends the work before the next slice.</param>
    public void Render(Tensor window, Tile tile, Action<int, Tensor> take, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        if (isEnsemble)
        {
            using var mean = Mean(window, tile, cancellationToken);
            take(0, mean);
            return;
        }

        RenderTurned(new Symmetry(0), window, tile, take, cancellationToken);
    }

    private Tensor Mean(Tensor window, Tile tile, CancellationToken cancellationToken)
    {
        var sum = zeros(1, 3, tile.Rows.Count, tile.Columns.Count, window.dtype, window.device);
        try
        {
            var count = 0;
            foreach (var symmetry in Symmetry.All(isEnsemble: true))
            {
                using var turned = symmetry.Turn(window);
                RenderTurned(symmetry, turned, tile, (row, pixels) =>
                {
                    using var part = sum.narrow(2, row, pixels.shape[2]);
                    part.add_(pixels);
                }, cancellationToken);
                count++;
            }

            sum.div_(count);
            return sum;
        }
        catch
        {
            sum.Dispose();
            throw;
        }
    }

    private void RenderTurned(Symmetry symmetry, Tensor turned, Tile tile, Action<int, Tensor> take, CancellationToken cancellationToken)
    {
        var grid = tile.Of(whole);
        cancellationToken.ThrowIfCancellationRequested();
        using var map = model.Encode(turned);
        cancellationToken.ThrowIfCancellationRequested();
        using var prepared = model.Prepare(map);
        var step = _isWhole ? grid.Rows.Count : RowsAtOnce(grid.Columns.Count, grid.Rows.Count, slicePixels);
        for (var row = 0; row < grid.Rows.Count; row += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var part = grid.Slice(row, 0, Math.Min(step, grid.Rows.Count - row), grid.Columns.Count);
            using var pixels = model.Render(prepared, symmetry.Turn(part, whole, tile.Rows.WindowCount, tile.Columns.WindowCount));
            using var upright = symmetry.TurnBack(pixels);
            take(row, upright);
        }
    }
}
