namespace Coz.Plugins.SimulatedRig;

/// <summary>The transfer curve of sRGB (IEC 61966-2-1).</summary>
internal static class Tone
{
    /// <summary>From a level in [0, 1] to linear light.</summary>
    public static double ToLinear(double level) => level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4);

    /// <summary>From linear light to a level in [0, 1].</summary>
    public static double FromLinear(double light) => light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
}
