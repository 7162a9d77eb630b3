namespace Coz.Toolkit;

/// <summary>
/// A resampling filter along one axis: output sample i is the sum over k of <c>Weights[i * Taps + k]</c> times the input sample
/// <c>Indices[i * Taps + k]</c>. The weights of a sample sum to 1; unused taps have the weight 0.
/// </summary>
/// <param name="Count">Output samples.</param>
/// <param name="Taps">Taps a sample.</param>
/// <param name="Indices">Input indices, within the axis.</param>
/// <param name="Weights">Their weights.</param>
public sealed record AxisWeights(int Count, int Taps, int[] Indices, double[] Weights)
{
    /// <summary>The filter of a degradation along one axis.</summary>
    /// <param name="degradation">The method; what it rounds is not in the filter.</param>
    /// <param name="inputs">Input samples.</param>
    /// <param name="outputs">Output samples.</param>
    /// <returns>The filter.</returns>
    public static AxisWeights Of(Degradation degradation, int inputs, int outputs) => degradation switch
    {
        Degradation.MatlabBicubic => MatlabBicubic(inputs, outputs),
        Degradation.PillowBicubic => PillowBicubic(inputs, outputs),
        Degradation.Box => Box(inputs, outputs),
        _ => throw new ArgumentOutOfRangeException(nameof(degradation), degradation, "An unknown degradation."),
    };

    /// <summary>
    /// Keys' cubic with a = -0.5 as MATLAB's imresize applies it: widened by the ratio when shrinking (antialiased), the image
    /// mirrored at its borders with the border pixel repeated, weights normalised. The kernel's scale is exactly outputs / inputs.
    /// </summary>
    /// <param name="inputs">Input samples.</param>
    /// <param name="outputs">Output samples.</param>
    /// <returns>The filter.</returns>
    public static AxisWeights MatlabBicubic(int inputs, int outputs)
    {
        var scale = (double)outputs / inputs;
        var shrink = Math.Min(scale, 1);
        var width = 4 / shrink;
        var taps = (int)Math.Ceiling(width) + 2;
        var filter = new AxisWeights(outputs, taps, new int[outputs * taps], new double[outputs * taps]);
        for (var i = 0; i < outputs; i++)
        {
            // MATLAB counts from 1: pixel k has its centre at k.
            var centre = ((i + 1) / scale) + (0.5 * (1 - (1 / scale)));
            var left = (int)Math.Floor(centre - (width / 2));
            for (var k = 0; k < taps; k++)
            {
                filter.Indices[(i * taps) + k] = Mirror(left + k - 1, inputs);
                filter.Weights[(i * taps) + k] = shrink * Cubic(shrink * (centre - left - k));
            }

            Normalise(filter.Weights.AsSpan(i * taps, taps));
        }

        return filter;
    }

    /// <summary>
    /// Keys' cubic with a = -0.5 as Pillow applies it: widened by the ratio when shrinking, cut at the image's borders and normalised there.
    /// </summary>
    /// <param name="inputs">Input samples.</param>
    /// <param name="outputs">Output samples.</param>
    /// <returns>The filter, in float64; Pillow's 8-bit images round the weights to 22 fractional bits (<see cref="PillowResize"/>).</returns>
    public static AxisWeights PillowBicubic(int inputs, int outputs)
    {
        var ratio = (double)inputs / outputs;
        var stretch = Math.Max(ratio, 1);
        var support = 2 * stretch;
        var taps = ((int)Math.Ceiling(support) * 2) + 1;
        var filter = new AxisWeights(outputs, taps, new int[outputs * taps], new double[outputs * taps]);
        for (var i = 0; i < outputs; i++)
        {
            var centre = (i + 0.5) * ratio;
            var first = Math.Max((int)(centre - support + 0.5), 0);
            var count = Math.Min((int)(centre + support + 0.5), inputs) - first;
            for (var k = 0; k < count; k++)
            {
                filter.Indices[(i * taps) + k] = first + k;
                filter.Weights[(i * taps) + k] = Cubic((first + k - centre + 0.5) * (1 / stretch));
            }

            Normalise(filter.Weights.AsSpan(i * taps, taps));
        }

        return filter;
    }

    /// <summary>The exact mean over each output sample's footprint: an input sample counts with the part of it that lies inside.</summary>
    /// <param name="inputs">Input samples.</param>
    /// <param name="outputs">Output samples, at most <paramref name="inputs"/>.</param>
    /// <returns>The filter.</returns>
    public static AxisWeights Box(int inputs, int outputs)
    {
        var ratio = (double)inputs / outputs;
        var taps = (int)Math.Ceiling(ratio) + 1;
        var filter = new AxisWeights(outputs, taps, new int[outputs * taps], new double[outputs * taps]);
        for (var i = 0; i < outputs; i++)
        {
            // Edges i * inputs / outputs in integers, so that a footprint that ends on a pixel's edge does so exactly.
            var first = (int)((long)i * inputs / outputs);
            var (start, end) = ((double)((long)i * inputs) / outputs, (double)((i + 1L) * inputs) / outputs);
            for (var k = 0; k < taps && first + k < inputs; k++)
            {
                filter.Indices[(i * taps) + k] = first + k;
                filter.Weights[(i * taps) + k] = Math.Max(0, Math.Min(end, first + k + 1) - Math.Max(start, first + k));
            }

            Normalise(filter.Weights.AsSpan(i * taps, taps));
        }

        return filter;
    }

    private static int Mirror(int index, int count)
    {
        var folded = index % (2 * count);
        folded = folded < 0 ? folded + (2 * count) : folded;
        return folded < count ? folded : (2 * count) - 1 - folded;
    }

    // Keys, Cubic convolution interpolation for digital image processing, 1981, a = -1/2.
    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        return x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1
            : x < 2 ? ((((((-0.5 * x) + 2.5) * x) - 4) * x) + 2)
            : 0;
    }

    private static void Normalise(Span<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        for (var k = 0; k < weights.Length; k++)
            weights[k] /= sum;
    }
}
