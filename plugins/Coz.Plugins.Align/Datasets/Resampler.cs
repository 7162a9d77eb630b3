using Coz.Contracts.Devices;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>Resamples a photo once, by Lanczos' kernel with three lobes, and matches its light on the way.</summary>
/// <param name="photo">The photo.</param>
/// <param name="warp">From the anchor's pixels to the photo's.</param>
/// <param name="gain">The gain of red, green and blue; empty for none.</param>
/// <param name="bias">The bias, on levels of 0 to 1.</param>
internal sealed class Resampler(ByteImage photo, Warp warp, IReadOnlyList<double> gain, IReadOnlyList<double> bias)
{
    private const int Lobes = 3;
    private const int Taps = 2 * Lobes;

    /// <summary>The part of the photo that lies over a field of the anchor.</summary>
    /// <param name="field">Whole anchor pixels.</param>
    /// <param name="width">How many pixels the result has across.</param>
    /// <param name="height">How many down.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Blue, green and red bytes; the caller disposes it.</returns>
    public Mat Resample(Area field, int width, int height, CancellationToken cancellationToken)
    {
        var result = new Mat(height, width, MatType.CV_8UC3);
        var (stepX, stepY) = ((double)field.Width / width, (double)field.Height / height);
        Parallel.For(0, height, new ParallelOptions { CancellationToken = cancellationToken }, () => new byte[3 * width], (row, _, line) =>
        {
            var y = field.Top - 0.5 + ((row + 0.5) * stepY);
            for (var column = 0; column < width; column++)
            {
                var (mx, my) = warp.Map(field.Left - 0.5 + ((column + 0.5) * stepX), y);
                Sample(mx, my, line.AsSpan(3 * column, 3));
            }

            System.Runtime.InteropServices.Marshal.Copy(line, 0, result.Ptr(row), line.Length);
            return line;
        }, _ => { });
        return result;
    }

    private void Sample(double x, double y, Span<byte> target)
    {
        var (left, top) = ((int)Math.Floor(x) - Lobes + 1, (int)Math.Floor(y) - Lobes + 1);
        Span<float> across = stackalloc float[Taps];
        Span<float> down = stackalloc float[Taps];
        Weights(x - left, across);
        Weights(y - top, down);
        var plane = photo.Width * photo.Height;
        for (var channel = 0; channel < 3; channel++)
        {
            var sum = 0f;
            for (var j = 0; j < Taps; j++)
            {
                var row = (channel * plane) + (Math.Clamp(top + j, 0, photo.Height - 1) * photo.Width);
                var line = 0f;
                for (var i = 0; i < Taps; i++)
                    line += across[i] * photo.Values[row + Math.Clamp(left + i, 0, photo.Width - 1)];
                sum += down[j] * line;
            }

            var level = gain.Count == 3 ? (sum * (float)gain[channel]) + (255 * (float)bias[channel]) : sum;
            target[2 - channel] = (byte)Math.Clamp(level + 0.5f, 0, 255);
        }
    }

    private static void Weights(double from, Span<float> weights)
    {
        var sum = 0f;
        for (var i = 0; i < Taps; i++)
        {
            weights[i] = (float)Lanczos(from - i);
            sum += weights[i];
        }

        for (var i = 0; i < Taps; i++)
            weights[i] /= sum;
    }

    private static double Lanczos(double x)
    {
        if (Math.Abs(x) < 1e-9)
            return 1;
        if (Math.Abs(x) >= Lobes)
            return 0;
        var angle = Math.PI * x;
        return Lobes * Math.Sin(angle) * Math.Sin(angle / Lobes) / (angle * angle);
    }
}
