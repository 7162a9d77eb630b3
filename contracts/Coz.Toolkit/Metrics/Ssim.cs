namespace Coz.Toolkit;

/// <summary>
/// The structural similarity of Wang, Bovik, Sheikh and Simoncelli, 2004: a Gaussian window of 11 x 11 with sigma 1.5, positions
/// where it fits wholly, K1 = 0.01, K2 = 0.03, population moments; the mean over positions and channels.
/// </summary>
public static class Ssim
{
    /// <summary>The side of the window: no image side may be shorter.</summary>
    public const int Window = 11;

    private const double Sigma = 1.5;
    private const int Moments = 5;
    private static readonly double[] Gaussian = MakeGaussian();

    /// <summary>Compares two images.</summary>
    /// <param name="a">An image.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="range">The range of the samples: 255 for levels, 1 for [0, 1].</param>
    /// <returns>1 for equal images, at least -1.</returns>
    /// <exception cref="ArgumentException">The sizes differ, or a side is shorter than the window.</exception>
    public static double Of(Raster a, Raster b, double range)
    {
        if ((a.Channels, a.Height, a.Width) != (b.Channels, b.Height, b.Width))
            throw new ArgumentException($"Sizes differ: {a.Channels} x {a.Height} x {a.Width} and {b.Channels} x {b.Height} x {b.Width}.", nameof(b));
        if (a.Height < Window || a.Width < Window)
            throw new ArgumentException($"SSIM needs at least {Window} pixels on each side, got {a.Width} x {a.Height}.", nameof(a));
        var sum = 0.0;
        for (var c = 0; c < a.Channels; c++)
            sum += PlaneSum(a.Plane(c), b.Plane(c), a.Height, a.Width, range);
        return sum / ((double)a.Channels * (a.Height - Window + 1) * (a.Width - Window + 1));
    }

    // Row by row: an image of 24 megapixels would otherwise take a gigabyte of maps.
    private static double PlaneSum(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int height, int width, double range)
    {
        var lines = new double[Moments * width];
        var sum = 0.0;
        for (var y = 0; y + Window <= height; y++)
        {
            Array.Clear(lines);
            for (var k = 0; k < Window; k++)
                AddLine(a.Slice((y + k) * width, width), b.Slice((y + k) * width, width), Gaussian[k], lines);
            for (var x = 0; x + Window <= width; x++)
                sum += At(lines, width, x, range);
        }

        return sum;
    }

    private static void AddLine(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double weight, Span<double> lines)
    {
        var width = a.Length;
        var meanA = lines[..width];
        var meanB = lines.Slice(width, width);
        var squareA = lines.Slice(2 * width, width);
        var squareB = lines.Slice(3 * width, width);
        var product = lines.Slice(4 * width, width);
        for (var x = 0; x < width; x++)
        {
            var (p, q) = (weight * a[x], weight * b[x]);
            meanA[x] += p;
            meanB[x] += q;
            squareA[x] += p * a[x];
            squareB[x] += q * b[x];
            product[x] += p * b[x];
        }
    }

    private static double At(ReadOnlySpan<double> lines, int width, int x, double range)
    {
        Span<double> moments = stackalloc double[Moments];
        for (var m = 0; m < Moments; m++)
        {
            var line = lines.Slice((m * width) + x, Window);
            for (var k = 0; k < Window; k++)
                moments[m] += Gaussian[k] * line[k];
        }

        var (c1, c2) = (0.01 * range * 0.01 * range, 0.03 * range * 0.03 * range);
        var (meanA, meanB) = (moments[0], moments[1]);
        var covariance = moments[4] - (meanA * meanB);
        var variances = moments[2] - (meanA * meanA) + moments[3] - (meanB * meanB);
        return ((2 * meanA * meanB) + c1) * ((2 * covariance) + c2) / (((meanA * meanA) + (meanB * meanB) + c1) * (variances + c2));
    }

    private static double[] MakeGaussian()
    {
        var weights = new double[Window];
        for (var k = 0; k < Window; k++)
            weights[k] = Math.Exp(-Math.Pow(k - (Window / 2), 2) / (2 * Sigma * Sigma));
        var sum = weights.Sum();
        return Array.ConvertAll(weights, weight => weight / sum);
    }
}
