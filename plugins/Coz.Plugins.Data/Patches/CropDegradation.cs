using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// The toolkit's degradations on 8-bit crops, level for level (a test holds them equal): with buffers that are kept, and without a
/// tensor, because training asks for many small ones.
/// </summary>
internal static class CropDegradation
{
    private const int FractionBits = 22;

    /// <summary>Degrades a crop.</summary>
    /// <param name="crop">3 x height x width levels, channel by channel.</param>
    /// <param name="height">HR rows.</param>
    /// <param name="width">HR columns.</param>
    /// <param name="lrHeight">LR rows.</param>
    /// <param name="lrWidth">LR columns.</param>
    /// <param name="degradation">The method.</param>
    /// <param name="target">Gets 3 x lrHeight x lrWidth levels.</param>
    public static void Apply(ReadOnlySpan<byte> crop, int height, int width, int lrHeight, int lrWidth, Degradation degradation, Span<byte> target)
    {
        var rows = AxisWeights.Of(degradation, height, lrHeight);
        var columns = (width, lrWidth) == (height, lrHeight) ? rows : AxisWeights.Of(degradation, width, lrWidth);
        if (degradation == Degradation.PillowBicubic)
            Pillow(crop, height, width, rows, columns, target);
        else
            Exact(crop, height, width, rows, columns, degradation == Degradation.MatlabBicubic, target);
    }

    // The horizontal pass first, in fixed point, rounded after each pass; a pass that changes no size is left out.
    private static void Pillow(ReadOnlySpan<byte> crop, int height, int width, AxisWeights rows, AxisWeights columns, Span<byte> target)
    {
        var pool = ArrayPool<int>.Shared;
        var narrow = pool.Rent(height * columns.Count);
        var sums = pool.Rent(columns.Count);
        var (rowWeights, columnWeights) = (FixedPoint(rows), FixedPoint(columns));
        for (var c = 0; c < 3; c++)
        {
            Narrow(crop.Slice(c * height * width, height * width), width, columns, columnWeights, narrow.AsSpan(0, height * columns.Count));
            for (var y = 0; y < rows.Count; y++)
            {
                var output = target.Slice(((c * rows.Count) + y) * columns.Count, columns.Count);
                if (rows.Count == height)
                {
                    for (var x = 0; x < output.Length; x++)
                        output[x] = (byte)narrow[(y * columns.Count) + x];
                    continue;
                }

                var sum = sums.AsSpan(0, columns.Count);
                sum.Fill(1 << (FractionBits - 1));
                for (var k = y * rows.Taps; k < (y + 1) * rows.Taps; k++)
                {
                    if (rowWeights[k] != 0)
                        AddProduct(narrow.AsSpan(rows.Indices[k] * columns.Count, columns.Count), rowWeights[k], sum);
                }

                for (var x = 0; x < output.Length; x++)
                    output[x] = (byte)Math.Clamp(sum[x] >> FractionBits, 0, 255);
            }
        }

        pool.Return(narrow);
        pool.Return(sums);
    }

    private static void Narrow(ReadOnlySpan<byte> plane, int width, AxisWeights columns, int[] weights, Span<int> target)
    {
        if (columns.Count == width)
        {
            for (var i = 0; i < plane.Length; i++)
                target[i] = plane[i];
            return;
        }

        for (var at = 0; at < target.Length; at += columns.Count)
        {
            var input = plane.Slice(at / columns.Count * width, width);
            for (var x = 0; x < columns.Count; x++)
            {
                // Pillow's taps are neighbours; those behind the border have the weight 0 and the index 0.
                var first = x * columns.Taps;
                var taps = weights.AsSpan(first, Math.Min(columns.Taps, width - columns.Indices[first]));
                var pixels = input.Slice(columns.Indices[first], taps.Length);
                var sum = 1 << (FractionBits - 1);
                for (var k = 0; k < taps.Length; k++)
                    sum += pixels[k] * taps[k];
                target[at + x] = Math.Clamp(sum >> FractionBits, 0, 255);
            }
        }
    }

    // In float64, the vertical pass first; the sums in the toolkit's order, so that no rounding differs.
    private static void Exact(ReadOnlySpan<byte> crop, int height, int width, AxisWeights rows, AxisWeights columns, bool roundsBetween, Span<byte> target)
    {
        var pool = ArrayPool<double>.Shared;
        var (plane, line) = (pool.Rent(height * width), pool.Rent(width));
        for (var c = 0; c < 3; c++)
        {
            var levels = crop.Slice(c * height * width, height * width);
            for (var i = 0; i < levels.Length; i++)
                plane[i] = levels[i];
            for (var y = 0; y < rows.Count; y++)
            {
                var sum = line.AsSpan(0, width);
                sum.Clear();
                for (var k = y * rows.Taps; k < (y + 1) * rows.Taps; k++)
                {
                    if (rows.Weights[k] != 0)
                        AddProduct(plane.AsSpan(rows.Indices[k] * width, width), rows.Weights[k], sum);
                }

                for (var x = 0; roundsBetween && x < sum.Length; x++)
                    sum[x] = Levels.Round(sum[x]);
                var output = target.Slice(((c * rows.Count) + y) * columns.Count, columns.Count);
                for (var x = 0; x < output.Length; x++)
                {
                    var value = 0.0;
                    for (var k = x * columns.Taps; k < (x + 1) * columns.Taps; k++)
                        value += sum[columns.Indices[k]] * columns.Weights[k];
                    output[x] = (byte)Levels.Round(value);
                }
            }
        }

        pool.Return(plane);
        pool.Return(line);
    }

    private static void AddProduct<T>(ReadOnlySpan<T> input, T weight, Span<T> output)
        where T : struct, INumber<T>
    {
        var inputs = MemoryMarshal.Cast<T, Vector<T>>(input);
        var outputs = MemoryMarshal.Cast<T, Vector<T>>(output);
        for (var i = 0; i < outputs.Length; i++)
            outputs[i] += inputs[i] * weight;
        for (var x = outputs.Length * Vector<T>.Count; x < output.Length; x++)
            output[x] += input[x] * weight;
    }

    private static int[] FixedPoint(AxisWeights filter) =>
        Array.ConvertAll(filter.Weights, weight => (int)Math.Truncate((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5)));
}
