using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>
/// LIIF's augmentation: rows, columns and transposition, each with probability one half, of LR and HR alike. The grid moves with the
/// pixels: a crop that began a third of a pixel after the patch ends that third before it when it is turned.
/// </summary>
[Plugin("flips", Summary = "Flips rows and columns and transposes, each every second time", Paper = "Chen, Liu, Wang: Learning Continuous Image Representation with Local Implicit Image Function, CVPR 2021")]
public sealed class Flips : Augmentation
{
    /// <inheritdoc/>
    public override ImagePair Apply(ImagePair patch, SampleRandom random)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(random);
        var (rows, columns, transposes) = (random.NextBool(), random.NextBool(), random.NextBool());
        if (!rows && !columns && !transposes)
            return patch;
        using (patch)
        {
            return patch with
            {
                Lr = Turn(patch.Lr, rows, columns, transposes),
                Hr = Turn(patch.Hr, rows, columns, transposes),
                Grid = Turn(patch.Grid, (int)patch.Lr.shape[2], (int)patch.Lr.shape[3], rows, columns, transposes),
            };
        }
    }

    private static Tensor Turn(Tensor image, bool rows, bool columns, bool transposes)
    {
        using var scope = NewDisposeScope();
        long[] axes = (rows, columns) switch { (true, true) => [2, 3], (true, false) => [2], (false, true) => [3], _ => [] };
        var flipped = axes.Length > 0 ? image.flip(axes) : image;
        var turned = transposes ? flipped.transpose(2, 3).contiguous() : flipped;
        return turned.MoveToOuterDisposeScope();
    }

    private static GridQueries Turn(GridQueries grid, int lrHeight, int lrWidth, bool rows, bool columns, bool transposes)
    {
        var down = rows ? Mirror(grid.Rows, lrHeight) : grid.Rows;
        var right = columns ? Mirror(grid.Columns, lrWidth) : grid.Columns;
        return transposes ? new GridQueries(right, down) : new GridQueries(down, right);
    }

    // The last sample's far edge becomes the first one's near edge.
    private static GridAxis Mirror(GridAxis axis, int lrCount) => new(axis.Count, lrCount - axis.Start - (axis.Count * axis.Step), axis.Step);
}
