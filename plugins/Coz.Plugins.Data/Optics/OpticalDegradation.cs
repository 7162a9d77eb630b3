using System.Buffers;
using Coz.Contracts.Models;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>
/// A photo as a camera of lower resolution would have taken it: blurred by the lens, sampled by the chosen kernel (box: an ideal
/// sensor), with noise, and saved as JPEG. Blur and kernel are one filter in float64 that sees beyond the crop's border; levels are
/// rounded once, after the noise.
/// </summary>
internal static class OpticalDegradation
{
    // Of a Gaussian less than 0.3 % lies beyond three deviations.
    private const double Reach = 3;

    /// <summary>Degrades a rectangle of a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="area">The rectangle: first row and column, rows and columns.</param>
    /// <param name="lrHeight">LR rows.</param>
    /// <param name="lrWidth">LR columns.</param>
    /// <param name="kernel">How the sensor samples.</param>
    /// <param name="optics">The ranges to draw from.</param>
    /// <param name="random">What is drawn from.</param>
    /// <param name="target">Gets 3 x lrHeight x lrWidth levels.</param>
    public static void Apply(IPhoto photo, CropArea area, int lrHeight, int lrWidth, Degradation kernel, OpticsOptions optics, SampleRandom random, Span<byte> target)
    {
        var (psf, noise, quality) = (Draw(optics.Psf, random), Draw(optics.Noise, random), optics.Jpeg.Count > 0 ? (int)Math.Round(Draw(optics.Jpeg, random)) : 0);
        var rows = BlurredAxis.Make(area.Top, area.Height, lrHeight, photo.Height, psf, kernel, Reach);
        var columns = BlurredAxis.Make(area.Left, area.Width, lrWidth, photo.Width, psf, kernel, Reach);
        var (height, width) = (rows.Length, columns.Length);
        var crop = ArrayPool<byte>.Shared.Rent(3 * height * width);
        var plane = ArrayPool<double>.Shared.Rent(height * width);
        try
        {
            photo.CopyTo(rows.First, columns.First, height, width, crop);
            for (var c = 0; c < 3; c++)
            {
                for (var i = 0; i < height * width; i++)
                    plane[i] = crop[(c * height * width) + i];
                var levels = SeparableResize.Apply(new Raster(1, height, width, plane[..(height * width)]), rows.Filter, columns.Filter).Values;
                for (var i = 0; i < levels.Length; i++)
                    target[(c * levels.Length) + i] = (byte)Levels.Round(Noisy(levels[i], noise, random));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(crop);
            ArrayPool<double>.Shared.Return(plane);
        }

        if (quality > 0)
            ImageFile.ThroughJpeg(new ByteImage(lrHeight, lrWidth, target[..(3 * lrHeight * lrWidth)].ToArray()), quality).Values.CopyTo(target);
    }

    // A floor of read noise, and photon noise whose variance grows with the light: together the stated one at mid gray.
    private static double Noisy(double level, double deviation, SampleRandom random) => deviation == 0
        ? level
        : level + (deviation * Math.Sqrt(0.2 + (1.6 * Math.Clamp(level, 0, 255) / 255)) * random.NextNormal());

    // Drawn even where the range is one number: an option must not move what is drawn after it.
    private static double Draw(IReadOnlyList<double> range, SampleRandom random) => random.NextDouble(range[0], range[^1]);
}
