namespace Coz.Plugins.SimulatedRig;

/// <summary>The sensor that the simulation stands on: the 4:3 crop of a Canon EOS R10. Lengths that publications give in its pixels are converted here.</summary>
internal static class SensorFormat
{
    /// <summary>Width of the crop, in mm.</summary>
    public const double Width = 19.8;

    /// <summary>Pixels across.</summary>
    public const int Pixels = 5328;

    /// <summary>Rows for a column: 4000 / 5328.</summary>
    public const double Aspect = 4000.0 / Pixels;

    /// <summary>The pitch of its pixels, in mm.</summary>
    public const double Pitch = Width / Pixels;
}
