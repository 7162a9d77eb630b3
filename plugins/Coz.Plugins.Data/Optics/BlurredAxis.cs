using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>One axis of blur and sampling as a single filter over a stretch of a photo.</summary>
/// <param name="First">The stretch's first pixel in the photo.</param>
/// <param name="Length">Its pixels.</param>
/// <param name="Filter">From the stretch to LR pixels.</param>
internal sealed record BlurredAxis(int First, int Length, AxisWeights Filter)
{
    public static BlurredAxis Make(int start, int count, int lrCount, int photoCount, double psf, Degradation kernel, double reach)
    {
        var sigma = psf * count / lrCount;
        var radius = (int)Math.Ceiling(reach * sigma);
        var first = Math.Max(0, start - radius);
        var length = Math.Min(photoCount, start + count + radius) - first;
        return new BlurredAxis(first, length, Compose(AxisWeights.Of(kernel, count, lrCount), Gaussian(sigma, radius), start - first, length));
    }

    private static double[] Gaussian(double sigma, int radius)
    {
        var weights = new double[(2 * radius) + 1];
        for (var k = -radius; k <= radius; k++)
            weights[k + radius] = radius == 0 ? 1 : Math.Exp(-0.5 * k * k / (sigma * sigma));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }

    // Behind the photo's border its mirror image is seen.
    private static AxisWeights Compose(AxisWeights sampling, double[] blur, int shift, int length)
    {
        var taps = Math.Min(length, sampling.Taps + blur.Length);
        var filter = new AxisWeights(sampling.Count, taps, new int[sampling.Count * taps], new double[sampling.Count * taps]);
        var sums = new double[length];
        for (var i = 0; i < sampling.Count; i++)
        {
            Array.Clear(sums);
            for (var k = i * sampling.Taps; k < (i + 1) * sampling.Taps; k++)
            {
                for (var d = 0; d < blur.Length && sampling.Weights[k] != 0; d++)
                    sums[Mirror(sampling.Indices[k] + shift + d - (blur.Length / 2), length)] += sampling.Weights[k] * blur[d];
            }

            var from = Math.Min(Array.FindIndex(sums, sum => sum != 0), length - taps);
            for (var k = 0; k < taps; k++)
            {
                filter.Indices[(i * taps) + k] = from + k;
                filter.Weights[(i * taps) + k] = sums[from + k];
            }
        }

        return filter;
    }

    private static int Mirror(int index, int count)
    {
        var folded = ((index % (2 * count)) + (2 * count)) % (2 * count);
        return folded < count ? folded : (2 * count) - 1 - folded;
    }
}
