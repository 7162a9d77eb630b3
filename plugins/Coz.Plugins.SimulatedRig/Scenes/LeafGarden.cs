using System.Numerics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// Where the leaves lie: sizes in octaves, each octave on a grid of its own with cells a little wider than its leaves, so that the
/// leaves of any window are found without making all of them. Equal areas an octave: dead leaves look alike at every zoom.
/// </summary>
internal sealed class LeafGarden(long seed, double extent)
{
    private const float Least = 10;

    /// <summary>The leaves that reach into a window, the nearest first.</summary>
    public List<Leaf> In(double left, double top, double right, double bottom)
    {
        var leaves = new List<Leaf>();
        for (var octave = 0; Least * (1 << octave) < extent / 6; octave++)
        {
            var cell = 4f * Least * (1 << octave);
            var (firstColumn, lastColumn) = ((int)Math.Floor(left / cell) - 1, (int)Math.Floor(right / cell) + 1);
            var (firstRow, lastRow) = ((int)Math.Floor(top / cell) - 1, (int)Math.Floor(bottom / cell) + 1);
            for (var row = firstRow; row <= lastRow; row++)
            {
                for (var column = firstColumn; column <= lastColumn; column++)
                    AddCell(leaves, octave, column, row, cell);
            }
        }

        leaves.RemoveAll(leaf => leaf.X + leaf.Radius < left || leaf.X - leaf.Radius > right || leaf.Y + leaf.Radius < top || leaf.Y - leaf.Radius > bottom);
        leaves.Sort((a, b) => b.Depth.CompareTo(a.Depth));
        return leaves;
    }

    private void AddCell(List<Leaf> leaves, int octave, int column, int row, float cell)
    {
        var count = 1 + (int)(2.2 * Chance.Uniform(seed, octave, column, row));
        for (var i = 0; i < count; i++)
            leaves.Add(Make(octave, column, row, i, cell));
    }

    private Leaf Make(int octave, int column, int row, int index, float cell)
    {
        float Next(int purpose) => (float)Chance.Uniform(seed, octave, column, row, index, purpose);
        var radius = cell / 4 * MathF.Pow(2, Next(1));
        var shape = Next(2) switch { < 0.4f => LeafShape.Disk, < 0.8f => LeafShape.Rectangle, _ => LeafShape.Triangle };
        var pattern = octave < 2 ? LeafPattern.Plain : Next(3) switch { < 0.5f => LeafPattern.Plain, < 0.64f => LeafPattern.Lines, < 0.76f => LeafPattern.Squares, < 0.84f => LeafPattern.Star, _ => LeafPattern.Text };
        if (pattern == LeafPattern.Star)
            shape = LeafShape.Disk;
        if (pattern == LeafPattern.Text)
            shape = LeafShape.Rectangle;
        var angle = MathF.Tau * Next(4);
        var (sine, cosine) = MathF.SinCos(angle);
        var light = Colour(Next(5), Next(6), Next(7));
        var other = Colour(Next(8), Next(9), Next(10));
        if (pattern != LeafPattern.Plain)
            other = light.Y > 0.25f ? other * 0.25f : Vector3.Min(other * 3, new Vector3(0.95f));
        return new Leaf
        {
            X = (column + Next(11)) * cell,
            Y = (row + Next(12)) * cell,
            Radius = radius,
            Slimness = pattern == LeafPattern.Star ? 1 : 0.5f + (0.5f * Next(13)),
            Cosine = cosine,
            Sine = sine,
            Shape = shape,
            Pattern = pattern,
            Period = pattern switch
            {
                LeafPattern.Star => 12 + (2 * (int)(12 * Next(14))),
                LeafPattern.Text => 0.5f + Next(14),
                _ => radius * MathF.Pow(2, -1.5f - (2 * Next(14))),
            },
            Light = light,
            Other = other,
            Grain = 0.08f + (0.5f * Next(15) * Next(15)),
            Seed = (int)(Chance.Bits(seed, octave, column, row, index) & 0x7FFFFFFF),
            Depth = Chance.Bits(seed, octave, column, row, index, 16),
        };
    }

    // Reflectances as they are outdoors: most dark, few bright, mildly coloured.
    private static Vector3 Colour(float brightness, float hue, float strength)
    {
        var level = 0.03f * MathF.Pow(28, brightness);
        var (a, b) = MathF.SinCos(MathF.Tau * hue);
        var tint = new Vector3(1 + (0.5f * strength * a), 1 - (0.2f * strength * a) - (0.15f * strength * b), 1 + (0.5f * strength * b));
        return Vector3.Min(level * tint, new Vector3(0.95f));
    }
}
