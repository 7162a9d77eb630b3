namespace Coz.Toolkit;

/// <summary>
/// Pillow's resize of 8-bit images, bit for bit: the horizontal pass first, weights in 22-bit fixed point, each pass rounded and
/// clipped to 8 bits, and a pass that changes no size left out. LIIF and its descendants make their LR images with it.
/// </summary>
public static class PillowResize
{
    private const int FractionBits = 22;

    /// <summary>Resizes with the bicubic filter.</summary>
    /// <param name="image">Levels 0..255; other values are rounded first, as a conversion to an 8-bit image does.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Columns of the result.</param>
    /// <returns>Levels 0..255.</returns>
    public static Raster Bicubic(Raster image, int height, int width)
    {
        var levels = image.Map(Levels.Round);
        if (width != image.Width)
            levels = Horizontal(levels, AxisWeights.PillowBicubic(image.Width, width));
        if (height != image.Height)
            levels = Vertical(levels, AxisWeights.PillowBicubic(image.Height, height));
        return levels;
    }

    private static Raster Horizontal(Raster image, AxisWeights filter)
    {
        var weights = FixedPoint(filter);
        var result = new Raster(image.Channels, image.Height, filter.Count);
        for (var line = 0; line < image.Channels * image.Height; line++)
        {
            var input = image.Values.AsSpan(line * image.Width, image.Width);
            for (var x = 0; x < filter.Count; x++)
            {
                var sum = 1L << (FractionBits - 1);
                for (var k = x * filter.Taps; k < (x + 1) * filter.Taps; k++)
                    sum += (long)input[filter.Indices[k]] * weights[k];
                result.Values[(line * filter.Count) + x] = Clip(sum);
            }
        }

        return result;
    }

    private static Raster Vertical(Raster image, AxisWeights filter)
    {
        var weights = FixedPoint(filter);
        var result = new Raster(image.Channels, filter.Count, image.Width);
        var sums = new long[image.Width];
        for (var line = 0; line < image.Channels * filter.Count; line++)
        {
            var (channel, y) = Math.DivRem(line, filter.Count);
            Array.Fill(sums, 1L << (FractionBits - 1));
            for (var k = y * filter.Taps; k < (y + 1) * filter.Taps; k++)
            {
                var input = image.Plane(channel).Slice(filter.Indices[k] * image.Width, image.Width);
                for (var x = 0; x < sums.Length; x++)
                    sums[x] += (long)input[x] * weights[k];
            }

            for (var x = 0; x < sums.Length; x++)
                result.Values[(line * image.Width) + x] = Clip(sums[x]);
        }

        return result;
    }

    // Halves away from zero, as a cast of the value plus or minus one half does.
    private static int[] FixedPoint(AxisWeights filter) =>
        Array.ConvertAll(filter.Weights, weight => (int)Math.Truncate((weight * (1 << FractionBits)) + (weight < 0 ? -0.5 : 0.5)));

    private static double Clip(long sum) => Math.Clamp(sum >> FractionBits, 0, 255);
}
