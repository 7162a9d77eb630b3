using System.Numerics;

namespace Coz.Toolkit;

/// <summary>Applies a filter along the columns, then one along the rows of each line, in float64.</summary>
public static class SeparableResize
{
    /// <summary>Resizes an image: the vertical axis first, as MATLAB's imresize does at equal scales.</summary>
    /// <param name="image">The image; not changed.</param>
    /// <param name="rows">The filter of the vertical axis.</param>
    /// <param name="columns">The filter of the horizontal axis.</param>
    /// <param name="between">Applied to every sample after the vertical pass, and again after the horizontal one: rounding, say. Null for nothing.</param>
    /// <returns>A new image of <c>rows.Count</c> x <c>columns.Count</c>.</returns>
    public static Raster Apply(Raster image, AxisWeights rows, AxisWeights columns, Func<double, double>? between = null)
    {
        var tall = new Raster(image.Channels, rows.Count, image.Width);
        for (var c = 0; c < image.Channels; c++)
            Vertical(image.Plane(c), tall.Plane(c), image.Width, rows);
        Change(tall.Values, between);
        var result = new Raster(image.Channels, rows.Count, columns.Count);
        for (var c = 0; c < image.Channels; c++)
            Horizontal(tall.Plane(c), result.Plane(c), image.Width, columns);
        Change(result.Values, between);
        return result;
    }

    private static void Vertical(ReadOnlySpan<double> source, Span<double> target, int width, AxisWeights filter)
    {
        for (var y = 0; y < filter.Count; y++)
        {
            var output = target.Slice(y * width, width);
            for (var k = 0; k < filter.Taps; k++)
            {
                var weight = filter.Weights[(y * filter.Taps) + k];
                if (weight != 0)
                    AddProduct(source.Slice(filter.Indices[(y * filter.Taps) + k] * width, width), weight, output);
            }
        }
    }

    private static void AddProduct(ReadOnlySpan<double> input, double weight, Span<double> output)
    {
        var x = 0;
        for (; x + Vector<double>.Count <= output.Length; x += Vector<double>.Count)
            (new Vector<double>(output[x..]) + (new Vector<double>(input[x..]) * weight)).CopyTo(output[x..]);
        for (; x < output.Length; x++)
            output[x] += input[x] * weight;
    }

    private static void Horizontal(ReadOnlySpan<double> source, Span<double> target, int width, AxisWeights filter)
    {
        for (var y = 0; y < target.Length / filter.Count; y++)
        {
            var input = source.Slice(y * width, width);
            var output = target.Slice(y * filter.Count, filter.Count);
            for (var x = 0; x < output.Length; x++)
            {
                var sum = 0.0;
                for (var k = x * filter.Taps; k < (x + 1) * filter.Taps; k++)
                    sum += input[filter.Indices[k]] * filter.Weights[k];
                output[x] = sum;
            }
        }
    }

    private static void Change(double[] values, Func<double, double>? change)
    {
        if (change is null)
            return;
        for (var i = 0; i < values.Length; i++)
            values[i] = change(values[i]);
    }
}
