using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// Standard normal numbers that are a pure function of seed, row, column and channel: the noise of an output pixel is the same whichever
/// chunk, tile or thread asks for it, and in whatever order.
/// </summary>
/// <remarks>
/// A counter-based generator: the four numbers pass one after another through the finaliser of SplitMix64 (Steele, Lea, Flood: Fast
/// Splittable Pseudorandom Number Generators, OOPSLA 2014), and two of its outputs through the Box-Muller transform. Repeats give the
/// same bits on one machine; another one's logarithm and cosine may round the last bit otherwise.
/// </remarks>
public static class PixelNoise
{
    /// <summary>One number.</summary>
    /// <param name="seed">Any number; another seed gives independent noise.</param>
    /// <param name="row">Any number.</param>
    /// <param name="column">Any number.</param>
    /// <param name="channel">Any number.</param>
    /// <returns>A number with mean 0 and variance 1 over rows, columns, channels and seeds.</returns>
    public static double Normal(long seed, long row, long column, long channel) =>
        SampleRandom.NormalOf(SampleRandom.StateOf(seed, row, column, channel));

    /// <summary>The numbers of many pixels.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="rows">(...) int64: each pixel's row; the caller keeps it.</param>
    /// <param name="columns">The same shape: each pixel's column; the caller keeps it.</param>
    /// <param name="channels">Numbers a pixel, at least 1.</param>
    /// <param name="dtype">The floating-point type of the result; the numbers are computed in float64 and rounded once.</param>
    /// <returns>(..., channels), on the device of <paramref name="rows"/>; the caller disposes it.</returns>
    public static Tensor Normal(long seed, Tensor rows, Tensor columns, int channels, ScalarType dtype)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        using var scope = NewDisposeScope();
        var (y, x) = (Numbers(rows), Numbers(columns));
        var noise = new double[y.Length * channels];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = Normal(seed, y[i / channels], x[i / channels], i % channels);
        return tensor(noise, [.. rows.shape, channels], dtype, rows.device).MoveToOuterDisposeScope();
    }

    private static long[] Numbers(Tensor index) => [.. index.to(int64).cpu().contiguous().data<long>()];
}
