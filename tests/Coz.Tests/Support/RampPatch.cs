using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Tests.Support;

/// <summary>
/// Patches whose colour is their place: red grows with the LR row, green with the LR column of a scene. Where the grid puts an HR
/// pixel can then be compared with where the pixel says it is.
/// </summary>
internal static class RampPatch
{
    /// <summary>A colour of 1 is this many LR pixels: 10 levels of 255 are one, so that simple scales and offsets fall on whole levels.</summary>
    public const float Unit = 25.5f;

    /// <summary>A patch at place 0 of the scene, with an HR side as the grid says.</summary>
    public static ImagePair Make(int lrHeight, int lrWidth, GridQueries grid) => new(
        new PairInfo("ramp", "ramp", grid.Columns.Scale), Image(GridQueries.Whole(lrHeight, lrWidth, lrHeight, lrWidth)), Image(grid), grid, []);

    /// <summary>An image of such colours, for a file.</summary>
    public static Tensor Image(int height, int width, double rowsPerLr = 1, double columnsPerLr = 1, double top = 0, double left = 0) => Image(new GridQueries(
        new GridAxis(height, Rational.Approximate(top), Rational.Approximate(1 / rowsPerLr)), new GridAxis(width, Rational.Approximate(left), Rational.Approximate(1 / columnsPerLr))));

    /// <summary>Each HR pixel's place, told by its colour, against the grid's; the LR pixels tell what a colour means.</summary>
    public static void AssertGridFits(ImagePair patch, double within = 1e-3)
    {
        using var scope = NewDisposeScope();
        Assert.That(patch.Hr.shape[2..], Is.EqualTo(new long[] { patch.Grid.Rows.Count, patch.Grid.Columns.Count }));
        var (origin, down, right) = Plane(patch.Lr);
        for (var channel = 0; channel < 2; channel++)
        {
            for (var row = 0; row < patch.Grid.Rows.Count; row++)
            {
                for (var column = 0; column < patch.Grid.Columns.Count; column++)
                {
                    var (y, x) = (patch.Grid.Rows.Centre(row).ToDouble() - 0.5, patch.Grid.Columns.Centre(column).ToDouble() - 0.5);
                    var expected = origin[channel] + (down[channel] * y) + (right[channel] * x);
                    Assert.That(patch.Hr[0, channel, row, column].item<float>(), Is.EqualTo(expected).Within(within / Unit), $"channel {channel}, pixel {row}, {column}");
                }
            }
        }
    }

    private static Tensor Image(GridQueries grid)
    {
        using var scope = NewDisposeScope();
        var rows = tensor(Enumerable.Range(0, grid.Rows.Count).Select(i => (float)grid.Rows.Centre(i).ToDouble() / Unit).ToArray()).unsqueeze(1).expand(-1, grid.Columns.Count);
        var columns = tensor(Enumerable.Range(0, grid.Columns.Count).Select(i => (float)grid.Columns.Centre(i).ToDouble() / Unit).ToArray()).unsqueeze(0).expand(grid.Rows.Count, -1);
        return stack([rows, columns, rows * 0]).unsqueeze(0).contiguous().MoveToOuterDisposeScope();
    }

    // The plane through the LR colours: what one LR pixel further down, or to the right, changes.
    private static (double[] Origin, double[] Down, double[] Right) Plane(Tensor lr)
    {
        var (height, width) = (lr.shape[2] - 1, lr.shape[3] - 1);
        double At(int channel, long row, long column) => lr[0, channel, row, column].item<float>();
        return ([.. Enumerable.Range(0, 2).Select(c => At(c, 0, 0))],
            [.. Enumerable.Range(0, 2).Select(c => (At(c, height, 0) - At(c, 0, 0)) / height)],
            [.. Enumerable.Range(0, 2).Select(c => (At(c, 0, width) - At(c, 0, 0)) / width)]);
    }
}
