using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// The waves of LTE (Lee and Jin, CVPR 2022, equation 5), which LINF shares, at free points: amplitude times cosine and sine of pi times
/// (frequency times relative position, plus a phase). Grids have <see cref="WaveRows"/>.
/// </summary>
public static class LocalWaves
{
    /// <summary>Computes the waves of the cells around each query. Differentiable in waves and phases, once where a kernel serves (<see cref="Trains"/>).</summary>
    /// <param name="waves">
    /// (N, P, 4 W) of <see cref="PixelRows.Flatten"/>: amplitudes of the W cosines, of the W sines, frequencies of the W waves along the
    /// rows, along the columns; the caller keeps it.
    /// </param>
    /// <param name="around">The cells around each query, K of them; the caller keeps it.</param>
    /// <param name="phases">(N, Q, W), in half turns; the caller keeps it.</param>
    /// <param name="weights">(N, Q, K): what each cell's waves are multiplied by; null for 1. The caller keeps it.</param>
    /// <returns>(N, Q, K, 2 W): cosines, then sines; the caller disposes it.</returns>
    public static Tensor Apply(Tensor waves, Neighbours around, Tensor phases, Tensor? weights = null)
    {
        ArgumentNullException.ThrowIfNull(waves);
        ArgumentNullException.ThrowIfNull(around);
        ArgumentNullException.ThrowIfNull(phases);
        if (Trains(waves, around, phases) && weights is null or { requires_grad: false, dtype: ScalarType.Float32 })
            return WaveFunction.Apply(waves, around, phases, weights);
        using var scope = NewDisposeScope();
        var cells = Enumerable.Range(0, around.Count).Select(k =>
        {
            using var cell = Cell(waves, around.Index.select(2, k), around.Relative.select(2, k), phases);
            return weights is null ? cell.alias() : cell * weights.narrow(2, k, 1);
        });
        return stack([.. cells], 2).MoveToOuterDisposeScope();
    }

    /// <summary>Whether <see cref="Apply"/> has a kernel with a gradient: float32 on the CPU, and waves that want a gradient while places do not.</summary>
    /// <param name="waves">As for <see cref="Apply"/>.</param>
    /// <param name="around">As for <see cref="Apply"/>.</param>
    /// <param name="phases">As for <see cref="Apply"/>.</param>
    /// <returns>True if so; it then computes all cells at once without holding more than its result.</returns>
    public static bool Trains(Tensor waves, Neighbours around, Tensor phases)
    {
        ArgumentNullException.ThrowIfNull(waves);
        ArgumentNullException.ThrowIfNull(around);
        ArgumentNullException.ThrowIfNull(phases);
        return KernelPath.Records(waves, around.Relative, phases) && waves.requires_grad && !around.Relative.requires_grad;
    }

    /// <summary>The waves of one cell of each query: the definition.</summary>
    /// <param name="waves">As for <see cref="Apply"/>.</param>
    /// <param name="index">(N, Q): the cells.</param>
    /// <param name="relative">(N, Q, 2): the queries seen from them.</param>
    /// <param name="phases">As for <see cref="Apply"/>.</param>
    /// <returns>(N, Q, 2 W); the caller disposes it.</returns>
    public static Tensor Cell(Tensor waves, Tensor index, Tensor relative, Tensor phases)
    {
        ArgumentNullException.ThrowIfNull(phases);
        using var scope = NewDisposeScope();
        var count = phases.shape[2];
        var pixels = PixelRows.Gather(waves, index);
        var rows = pixels.narrow(2, 2 * count, count) * relative.narrow(2, 0, 1);
        var columns = pixels.narrow(2, 3 * count, count) * relative.narrow(2, 1, 1);
        var angle = (rows + columns + phases) * Math.PI;
        return (pixels.narrow(2, 0, 2 * count) * cat([angle.cos(), angle.sin()], -1)).MoveToOuterDisposeScope();
    }
}
