namespace Coz.Plugins.Data.Procedural;

/// <summary>Lines of invented letters, 5 x 7 dots each, of random size and ink: the thin strokes of print.</summary>
internal sealed class TextTexture : Pattern
{
    private const int Letters = 24;
    private readonly bool[,,] _dots = new bool[Letters, 7, 5];
    private readonly int[] _text = new int[4096];
    private readonly double _dot;

    public TextTexture(Random random)
    {
        _dot = 1.2 + (0.6 * random.NextDouble());
        for (var letter = 0; letter < Letters; letter++)
        {
            for (var i = 0; i < 35; i++)
                _dots[letter, i / 5, i % 5] = i % 5 == 0 || random.NextDouble() < 0.35;
        }

        for (var i = 0; i < _text.Length; i++)
            _text[i] = random.NextDouble() < 0.15 ? -1 : random.Next(Letters);
    }

    protected override (double R, double G, double B) At(double x, double y)
    {
        var (column, row) = ((int)(x / _dot), (int)(y / _dot));
        var letter = _text[(((row / 10) * 131) + (column / 6)) % _text.Length];
        var isInk = letter >= 0 && row % 10 < 7 && column % 6 < 5 && _dots[letter, row % 10, column % 6];
        return isInk ? (0.1, 0.1, 0.2) : (0.95, 0.94, 0.9);
    }
}
