using Coz.Toolkit;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Plugins.Lit;

/// <summary>A rectangle of a stage's grid, which covers the image.</summary>
/// <param name="Rows">Along the rows.</param>
/// <param name="Columns">Along the columns.</param>
internal sealed record StageWindow(StageWindow.Axis Rows, StageWindow.Axis Columns)
{
    /// <summary>The whole grid.</summary>
    public static StageWindow Whole(int height, int width) => new(new Axis(height, 0, height), new Axis(width, 0, width));

    /// <summary>What the given points read: their nearest pixels and some around them.</summary>
    public static StageWindow Around(Tensor coords, int height, int width, int radius) =>
        new(Axis.Around(coords, 0, height, radius), Axis.Around(coords, 1, width, radius));

    /// <summary>The window with one more pixel on each side, where the grid has one: what a 3 x 3 convolution reads.</summary>
    public StageWindow Widened() => new(Rows.Widened(), Columns.Widened());

    /// <summary>Cuts this window out of what a convolution gave on the <see cref="Widened"/> one.</summary>
    public Tensor CutFrom(Tensor widened) => widened
        .narrow(2, Rows.First - Rows.Widened().First, Rows.Count)
        .narrow(3, Columns.First - Columns.Widened().First, Columns.Count);

    /// <summary>Moves coordinates over the image to coordinates over the window.</summary>
    /// <param name="coords">(N, Q, 2), (row, column).</param>
    /// <returns>The same shape; the given tensor itself for the whole grid.</returns>
    public Tensor Localise(Tensor coords) => Rows.IsWhole && Columns.IsWhole
        ? coords
        : stack([Rows.Localise(coords.select(-1, 0)), Columns.Localise(coords.select(-1, 1))], -1);

    /// <summary>A range of pixels on one axis.</summary>
    /// <param name="GridCount">The pixels of the whole axis.</param>
    /// <param name="First">The range's first pixel.</param>
    /// <param name="Count">Its pixels.</param>
    internal readonly record struct Axis(int GridCount, int First, int Count)
    {
        public bool IsWhole => Count == GridCount;

        public static Axis Around(Tensor coords, int axis, int count, int radius)
        {
            using var scope = NewDisposeScope();
            var nearest = LrCoordinates.NearestCell(coords.select(-1, axis), count);
            return Between(count, (int)nearest.min().item<long>() - radius, (int)nearest.max().item<long>() + radius);
        }

        public Axis Widened() => Between(GridCount, First - 1, First + Count);

        public Tensor Localise(Tensor position) =>
            ((((position + 1) * (GridCount / 2.0)) - First) * (2.0 / Count)) - 1;

        private static Axis Between(int count, int first, int last)
        {
            first = Math.Max(first, 0);
            return new Axis(count, first, Math.Min(last, count - 1) - first + 1);
        }
    }
}
