using OpenCvSharp;

namespace Coz.Plugins.SimulatedRig;

/// <summary>A page of random words, 1 where there is ink, at its own size and at halves of it.</summary>
internal sealed class TextPage
{
    private const int Side = 1024;
    private readonly float[][] _levels;

    public TextPage(long seed)
    {
        using var page = new Mat(Side, Side, MatType.CV_8UC1, new Scalar(0));
        var line = 0;
        for (var y = 24; y < Side; y += 30 + (int)(12 * Chance.Uniform(seed, line)), line++)
        {
            var text = string.Concat(Enumerable.Range(0, 90).Select(i => Letter(Chance.Uniform(seed, line, i))));
            Cv2.PutText(page, text, new Point(-4, y), (HersheyFonts)(line % 4), 0.55 + (0.35 * Chance.Uniform(seed, line, -1)), new Scalar(255), 1 + (line % 2), LineTypes.AntiAlias);
        }

        var values = new byte[Side * Side];
        System.Runtime.InteropServices.Marshal.Copy(page.Data, values, 0, values.Length);
        var levels = new List<float[]> { Array.ConvertAll(values, value => value / 255f) };
        while (levels[^1].Length > 64)
            levels.Add(Halve(levels[^1]));
        _levels = [.. levels];
    }

    /// <summary>The ink at a place of the endless page, in its samples, averaged over a footprint.</summary>
    public float At(float x, float y, float footprint)
    {
        var depth = Math.Clamp((int)MathF.Round(MathF.Log2(MathF.Max(footprint, 1))), 0, _levels.Length - 1);
        var side = Side >> depth;
        var factor = 1f / (1 << depth);
        (x, y) = ((x * factor) + (0.5f * factor) - 0.5f, (y * factor) + (0.5f * factor) - 0.5f);
        var (fx, fy) = (MathF.Floor(x), MathF.Floor(y));
        var (left, right) = ((int)fx & (side - 1), ((int)fx + 1) & (side - 1));
        var (above, below) = (((int)fy & (side - 1)) * side, (((int)fy + 1) & (side - 1)) * side);
        var (tx, ty) = (x - fx, y - fy);
        var level = _levels[depth];
        var top = level[above + left] + (tx * (level[above + right] - level[above + left]));
        var bottom = level[below + left] + (tx * (level[below + right] - level[below + left]));
        return top + (ty * (bottom - top));
    }

    private static char Letter(double chance) => chance < 0.18 ? ' ' : chance < 0.75 ? (char)('a' + (int)(chance * 1000) % 26) : chance < 0.9 ? (char)('A' + (int)(chance * 1000) % 26) : (char)('0' + (int)(chance * 1000) % 10);

    private static float[] Halve(float[] fine)
    {
        var side = (int)Math.Sqrt(fine.Length);
        var half = side / 2;
        var coarse = new float[half * half];
        for (var i = 0; i < coarse.Length; i++)
        {
            var at = (2 * (i / half) * side) + (2 * (i % half));
            coarse[i] = 0.25f * (fine[at] + fine[at + 1] + fine[at + side] + fine[at + side + 1]);
        }

        return coarse;
    }
}
