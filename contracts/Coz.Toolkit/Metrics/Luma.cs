namespace Coz.Toolkit;

/// <summary>The luma that super-resolution results are measured on, and that losses and augmentations go by.</summary>
public static class Luma
{
    /// <summary>BT.601's weights of red, green and blue, for values of one range throughout: they sum to 1.</summary>
    public static ReadOnlySpan<float> Weights => [0.299f, 0.587f, 0.114f];

    /// <summary>BT.601 with studio swing: 16 + (65.481 R + 128.553 G + 24.966 B) / 255 for levels 0..255, so 16..235.</summary>
    /// <param name="rgb">Three channels of levels 0..255.</param>
    /// <returns>One channel, not rounded.</returns>
    public static Raster Bt601(Raster rgb) => Weigh(rgb, 65.481 / 255, 128.553 / 255, 24.966 / 255, 16);

    /// <summary>The luma of a difference as LIIF's benchmark has it: (65.738 R + 129.057 G + 25.064 B) / 256, for values in [0, 1].</summary>
    /// <param name="difference">Three channels, SR - HR.</param>
    /// <returns>One channel.</returns>
    public static Raster LiifDifference(Raster difference) => Weigh(difference, 65.738 / 256, 129.057 / 256, 25.064 / 256, 0);

    private static Raster Weigh(Raster rgb, double r, double g, double b, double offset)
    {
        if (rgb.Channels != 3)
            throw new ArgumentException($"Luma needs three channels, got {rgb.Channels}.", nameof(rgb));
        var luma = new Raster(1, rgb.Height, rgb.Width);
        var red = rgb.Plane(0);
        var green = rgb.Plane(1);
        var blue = rgb.Plane(2);
        for (var i = 0; i < red.Length; i++)
            luma.Values[i] = offset + (r * red[i]) + (g * green[i]) + (b * blue[i]);
        return luma;
    }
}
