namespace Coz.Plugins.Benchmark;

/// <summary>The time one result took, in seconds, its parts apart.</summary>
/// <param name="Encode">Normalising and encoding.</param>
/// <param name="Prepare">What the decoder does once an image.</param>
/// <param name="Render">Decoding all output pixels.</param>
internal readonly record struct Seconds(double Encode, double Prepare, double Render)
{
    public double Total => Encode + Prepare + Render;

    public static Seconds operator +(Seconds a, Seconds b) => new(a.Encode + b.Encode, a.Prepare + b.Prepare, a.Render + b.Render);
}
