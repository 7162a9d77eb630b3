namespace Coz.Plugins.Align;

/// <summary>
/// The transfer curve of sRGB (IEC 61966-2-1), on levels of 0 to 255. Light adds up before the curve, not behind it: a mean of levels would move every
/// strong edge towards its bright side.
/// </summary>
internal static class Tone
{
    private static readonly float[] Linear = [.. Enumerable.Range(0, 256).Select(level => (float)(255 * ToLinear(level / 255.0)))];

    /// <summary>The light of a level.</summary>
    public static float ToLinear(byte level) => Linear[level];

    /// <summary>The light of a level of 0 to 1, as 0 to 1.</summary>
    public static double ToLinear(double level) => level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4);

    /// <summary>The level of light, both of 0 to 255; NaN stays NaN.</summary>
    public static float FromLinear(float light)
    {
        var part = light / 255;
        return 255 * (part <= 0.0031308f ? part * 12.92f : (1.055f * MathF.Pow(part, 1 / 2.4f)) - 0.055f);
    }

    /// <summary>The levels of a plane of light.</summary>
    public static Plane FromLinear(Plane light)
    {
        var levels = new Plane(light.Width, light.Height);
        Parallel.For(0, light.Height, y =>
        {
            var source = light.Row(y);
            var target = levels.Row(y);
            for (var x = 0; x < target.Length; x++)
                target[x] = FromLinear(source[x]);
        });
        return levels;
    }
}
