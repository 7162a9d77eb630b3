namespace Coz.Plugins.Data.Procedural;

/// <summary>A dark and a bright half with an edge about 5 degrees off the vertical, as ISO 12233 measures sharpness.</summary>
internal sealed class SlantedEdge(int height, int width, Random random) : Pattern
{
    private readonly double _slope = Math.Tan((4 + (2 * random.NextDouble())) * Math.PI / 180);

    protected override (double R, double G, double B) At(double x, double y) =>
        x - (width / 2.0) > (y - (height / 2.0)) * _slope ? (0.85, 0.8, 0.75) : (0.15, 0.2, 0.25);
}
