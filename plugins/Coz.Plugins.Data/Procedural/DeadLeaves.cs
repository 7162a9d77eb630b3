namespace Coz.Plugins.Data.Procedural;

/// <summary>Discs that cover each other, radii by the inverse cube law: the statistics of natural scenes (Lee, Mumford and Huang, 2001).</summary>
internal sealed class DeadLeaves : Pattern
{
    private const int Count = 600;
    private readonly List<(double X, double Y, double Square, (double R, double G, double B) Colour)> _discs = [];

    public DeadLeaves(int height, int width, Random random)
    {
        var (smallest, largest) = (2.0, Math.Min(height, width) / 3.0);
        for (var i = 0; i < Count; i++)
        {
            var share = random.NextDouble();
            var radius = 1 / Math.Sqrt(((1 - share) / (smallest * smallest)) + (share / (largest * largest)));
            _discs.Add((random.NextDouble() * width, random.NextDouble() * height, radius * radius, (random.NextDouble(), random.NextDouble(), random.NextDouble())));
        }
    }

    protected override (double R, double G, double B) At(double x, double y)
    {
        foreach (var (centreX, centreY, square, colour) in _discs)
        {
            var (dx, dy) = (x - centreX, y - centreY);
            if ((dx * dx) + (dy * dy) < square)
                return colour;
        }

        return (0.5, 0.5, 0.5);
    }
}
