using Coz.Toolkit;
using Coz.Toolkit.Kernels;

namespace Coz.Plugins.MetaSr;

/// <summary>Applies predicted filters to the output rows of one sub-pixel phase: three inner products of 3 x 3 features a pixel.</summary>
/// <remarks>
/// Operations an output pixel with 64 channels: 2 * 3 * 576 = 3.5 thousand; bytes: the filters, 7 KB, and 9 pixels of 256, all out of
/// the second-level cache, which is what it waits for.
/// </remarks>
internal sealed unsafe class FilterKernel(
    float* features, int lrWidth, int channels, AlignedBuffer filters, int filterStride, IReadOnlyList<int> rows, AxisNeighbours rowAxis, AxisNeighbours columnAxis, OutputPlanes output) : ITileKernel
{
    /// <inheritdoc/>
    public int Pixels => 256;

    /// <inheritdoc/>
    public int Scratch => 3;

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        // The features have a border of one pixel: the first of the 3 x 3 is the pixel's own index.
        var line = 3 * channels;
        var lrStride = (nint)(lrWidth + 2) * channels;
        var top = features + (rowAxis.Cells(rows[row])[0] * lrStride);
        for (var i = column; i < column + count; i++)
        {
            var patch = top + ((nint)columnAxis.Cells(i)[0] * channels);
            var filter = filters.Address + ((nint)columnAxis.Phase(i) * filterStride);
            var (red, green, blue) = (TLanes.All(0), TLanes.All(0), TLanes.All(0));
            for (var y = 0; y < 3; y++)
            {
                for (var j = 0; j < line; j += TLanes.Count)
                {
                    var feature = TLanes.Load(patch + (y * lrStride) + j);
                    red = TLanes.MultiplyAdd(feature, TLanes.Load(filter + (y * line) + j), red);
                    green = TLanes.MultiplyAdd(feature, TLanes.Load(filter + ((3 + y) * line) + j), green);
                    blue = TLanes.MultiplyAdd(feature, TLanes.Load(filter + ((6 + y) * line) + j), blue);
                }
            }

            (scratch[0], scratch[1], scratch[2]) = (TLanes.Sum(red), TLanes.Sum(green), TLanes.Sum(blue));
            output.Store(rows[row], i, scratch);
        }
    }
}
