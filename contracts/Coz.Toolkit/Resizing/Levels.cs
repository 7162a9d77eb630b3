namespace Coz.Toolkit;

/// <summary>The 256 levels of an 8-bit image.</summary>
public static class Levels
{
    // A level / 255 in float32 comes back as a number this near to it; kernels then see the integers the file holds.
    private const double Noise = 3e-5;

    /// <summary>The nearest level, halves up, within 0..255.</summary>
    /// <param name="value">A sample in 0..255; values outside are clamped.</param>
    /// <returns>The level.</returns>
    public static double Round(double value) => Math.Floor(Math.Clamp(value, 0, 255) + 0.5);

    /// <summary>Takes back what storing a level in float32 did to it; leaves other values (of 16-bit files) as they are.</summary>
    /// <param name="value">A sample in 0..255.</param>
    /// <returns>The level, or the value.</returns>
    public static double Snap(double value)
    {
        var level = Math.Round(value);
        return Math.Abs(value - level) < Noise ? level : value;
    }
}
