using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Srno;

/// <summary>The operator's end: points after both attention blocks, through two layers to RGB.</summary>
/// <remarks>
/// Operations an output pixel of all three passes at width 256: 2 * (131 + 262 + 328) thousand; bytes: four rows of 1 KB in each pass.
/// </remarks>
internal sealed unsafe class ColourKernel(OperatorRows points, DenseStack layers, OutputPlanes output) : ITileKernel
{
    private const int Tile = 48;

    /// <inheritdoc/>
    public int Pixels => Tile;

    /// <inheritdoc/>
    public int Scratch => (Tile * points.Width) + Math.Max(OperatorRows.ScratchFor(Tile, points.Width), layers.ScratchFor(Tile));

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var work = scratch + (Tile * points.Width);
        points.Fill<TLanes, TVector>(row, column, count, scratch, work);
        var rgb = layers.Apply<TLanes, TVector>(count, scratch, points.Width, work, out var stride);
        for (var i = 0; i < count; i++)
            output.Store(row, column + i, rgb + (i * stride));
    }
}
