namespace Coz.Plugins.Data.Procedural;

/// <summary>Rings whose frequency grows from 0 in the middle to 0.4 cycles a pixel at the nearer border.</summary>
internal sealed class ZonePlate(int height, int width) : Pattern
{
    private readonly double _rate = 0.4 * Math.PI / (Math.Min(height, width) / 2.0);

    protected override (double R, double G, double B) At(double x, double y)
    {
        var square = Math.Pow(x - (width / 2.0), 2) + Math.Pow(y - (height / 2.0), 2);
        var wave = 0.5 + (0.45 * Math.Cos(_rate * square));
        return (wave, wave, wave);
    }
}
