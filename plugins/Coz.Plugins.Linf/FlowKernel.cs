using Coz.Toolkit.Kernels;

namespace Coz.Plugins.Linf;

/// <summary>LINF in one pass: the waves of the four pixels around each query side by side, the network, and the flow from a latent to RGB.</summary>
/// <remarks>
/// Operations an output pixel at the default sizes: 2 * (1024 * 256 + 2 * 256 * 256 + 256 * 60) = 0.82 million, and 512 sines and cosines;
/// bytes: four pixels of 2 KB, and the first layer's megabyte once for 48 pixels.
/// </remarks>
internal sealed unsafe class FlowKernel(WaveRows waves, DenseStack layers, Flow.Inverse flow, float* latent, int columns, OutputPlanes output) : ITileKernel
{
    /// <inheritdoc/>
    public int Pixels => 48;

    /// <inheritdoc/>
    public int Scratch => (Pixels * Stride) + layers.ScratchFor(Pixels) + layers.LargestStride + Lanes512.Count;

    private int Stride => waves.Rows.Around * waves.Columns.Around * waves.Stride;

    /// <inheritdoc/>
    public void Run<TLanes, TVector>(int row, int column, int count, float* scratch)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        waves.Fill<TLanes, TVector>(row, column, count, scratch);
        var work = scratch + (Pixels * Stride);
        var conditions = layers.Apply<TLanes, TVector>(count, scratch, Stride, work, out var stride);
        var factors = work + layers.ScratchFor(Pixels);
        var rgb = factors + layers.LargestStride;
        for (var i = 0; i < count; i++)
        {
            var noise = latent is null ? null : latent + (3 * (((nint)row * columns) + column + i));
            flow.Run<TLanes, TVector>(noise, conditions + (i * stride), stride, factors, rgb);
            output.Store(row, column + i, rgb);
        }
    }
}
