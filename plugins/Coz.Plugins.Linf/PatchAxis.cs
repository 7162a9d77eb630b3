using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Linf;

/// <summary>The patches that cover the pixels of a grid's axis. The first patch of all starts at the outer edge of the LR image.</summary>
/// <param name="Patches">A sample a patch; its centre is the patch's middle, its step that of as many pixels as the patch has.</param>
/// <param name="Skipped">Pixels of the first patch that lie before the grid.</param>
internal readonly record struct PatchAxis(GridAxis Patches, int Skipped)
{
    // A pixel's index is its centre's position in pixels, rounded down: a fraction that float32 cannot tip over from either side
    // on a grid that starts at the image's edge, where it is a half, nor on one that is half a pixel off, where it is nothing.
    private const double Lean = 1.0 / 16;

    public static PatchAxis Around(GridAxis axis, int size)
    {
        var first = (long)Math.Floor((axis.Centre(0) / axis.Step).ToDouble() + Lean);
        var patch = (long)Math.Floor((double)first / size);
        var skipped = (int)(first - (patch * size));
        var count = (skipped + axis.Count + size - 1) / size;
        return new PatchAxis(new GridAxis(count, axis.Start - (skipped * axis.Step), size * axis.Step), skipped);
    }

    /// <summary>Where in its patch each query's pixel lies: (N, Q, 2) int64 rows and columns from 0.</summary>
    public static Tensor PlaceOf(PointQueries queries, int size)
    {
        using var scope = NewDisposeScope();
        var index = (((queries.Coords + 1) / queries.Cells) + Lean).floor();
        return index.remainder(size).to(int64).MoveToOuterDisposeScope();
    }
}
