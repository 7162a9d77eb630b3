namespace Coz.Toolkit;

/// <summary>The peak signal-to-noise ratio, 10 log10(peak^2 / mean squared error), in dB.</summary>
public static class Psnr
{
    /// <summary>Compares two images over all their samples.</summary>
    /// <param name="a">An image.</param>
    /// <param name="b">Another of the same size.</param>
    /// <param name="peak">The range of the samples: 255 for levels, 1 for [0, 1].</param>
    /// <returns>dB; +infinity for equal images.</returns>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public static double Of(Raster a, Raster b, double peak)
    {
        if ((a.Channels, a.Height, a.Width) != (b.Channels, b.Height, b.Width))
            throw new ArgumentException($"Sizes differ: {a.Channels} x {a.Height} x {a.Width} and {b.Channels} x {b.Height} x {b.Width}.", nameof(b));
        var sum = 0.0;
        for (var i = 0; i < a.Values.Length; i++)
        {
            var difference = a.Values[i] - b.Values[i];
            sum += difference * difference;
        }

        return OfError(sum / a.Values.Length, peak);
    }

    /// <summary>The ratio of a known error.</summary>
    /// <param name="meanSquaredError">The mean squared error.</param>
    /// <param name="peak">The range of the samples.</param>
    /// <returns>dB; +infinity for an error of 0.</returns>
    public static double OfError(double meanSquaredError, double peak) =>
        meanSquaredError == 0 ? double.PositiveInfinity : 10 * Math.Log10(peak * peak / meanSquaredError);
}
