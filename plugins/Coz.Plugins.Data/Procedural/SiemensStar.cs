namespace Coz.Plugins.Data.Procedural;

/// <summary>36 dark and 36 bright spokes that meet in the middle: every frequency in every direction.</summary>
internal sealed class SiemensStar(int height, int width, Random random) : Pattern
{
    private const int Spokes = 36;
    private readonly double _turn = random.NextDouble();

    protected override (double R, double G, double B) At(double x, double y)
    {
        var angle = Math.Atan2(y - (height / 2.0), x - (width / 2.0)) + _turn;
        return Math.Sin(Spokes * angle) > 0 ? (0.9, 0.9, 0.9) : (0.1, 0.1, 0.1);
    }
}
