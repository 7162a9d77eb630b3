using Coz.Contracts.Devices;

namespace Coz.Plugins.Align;

/// <summary>
/// What the reference's pixels would see of the moving image: each the mean light over its area, which a warp carries into the moving image.
/// </summary>
/// <param name="moving">The moving image's light, before the tone curve.</param>
internal sealed class AreaSampler(Pyramid moving)
{
    // The warp is computed at every such pixel of a line, and interpolated between: it bends by less than 0.002 pixels there.
    private const int Lattice = 8;
    private const int MostSamples = 6;
    private const double Sharp = 2.5;

    /// <summary>Samples an area; NaN where the moving image has nothing.</summary>
    /// <param name="warp">From reference to moving pixels.</param>
    /// <param name="area">The reference pixels.</param>
    /// <param name="softness">How much softer the reference is beyond its larger pixels: the variance of a Gaussian, in reference pixels squared.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public WarpedPlanes Sample(Warp warp, Area area, double softness, CancellationToken cancellationToken)
    {
        var pixel = warp.ScaleAt((warp.ReferenceWidth - 1) / 2.0, (warp.ReferenceHeight - 1) / 2.0);
        var scale = pixel * area.Step;
        var level = Math.Max(0, (int)Math.Floor(Math.Log2(scale / 3)));
        var source = moving.Level(level);
        var count = Math.Clamp((int)Math.Ceiling(scale / (1 << level)), 2, MostSamples);

        // A moving pixel is itself a mean over its area: what is missing to the reference's pixel is the rest of the two variances.
        var side = Math.Sqrt(Math.Max(0.01, 1 - (1 / (scale * scale))));
        var result = new Plane(area.Columns, area.Rows);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, area.Rows, options, () => new Lines(area.Columns), (y, _, lines) =>
        {
            lines.Aim(warp, area, y, 1 << level);
            Fill(source, lines, count, side, result.Row(y), scale < Sharp);
            return lines;
        }, _ => { });
        var soft = result.Blurred(Math.Sqrt(softness) / area.Step);
        var softer = soft.Blurred(WarpedPlanes.SofterBy);
        return new WarpedPlanes(Tone.FromLinear(soft), Tone.FromLinear(softer));
    }

    private static void Fill(Plane source, Lines lines, int count, double side, Span<float> target, bool isSharp)
    {
        var weight = 1f / (count * count);
        for (var x = 0; x < target.Length; x++)
        {
            var sum = 0f;
            for (var i = 0; i < count; i++)
            {
                var down = 0.5 + (side * (((i + 0.5) / count) - 0.5));
                for (var j = 0; j < count; j++)
                {
                    var (column, row) = lines.At(x + 0.5 + (side * (((j + 0.5) / count) - 0.5)), down);
                    sum += isSharp ? Cubic(source, column, row) : Bilinear(source, column, row);
                }
            }

            target[x] = sum * weight;
        }
    }

    // Catmull and Rom's: at small scales a bilinear mean would be a blur of its own.
    private static float Cubic(Plane source, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if (column < 1 || row < 1 || column >= source.Width - 2 || row >= source.Height - 2)
            return Bilinear(source, x, y);
        var (tx, ty) = ((float)(x - column), (float)(y - row));
        var at = ((row - 1) * source.Width) + column - 1;
        var values = source.Values;
        Span<float> lines = stackalloc float[4];
        for (var i = 0; i < 4; i++, at += source.Width)
            lines[i] = Curve(values[at], values[at + 1], values[at + 2], values[at + 3], tx);
        return MathF.Max(0, Curve(lines[0], lines[1], lines[2], lines[3], ty));
    }

    private static float Curve(float a, float b, float c, float d, float t) =>
        b + (0.5f * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));

    private static float Bilinear(Plane source, double x, double y)
    {
        var (column, row) = ((int)Math.Floor(x), (int)Math.Floor(y));
        if ((uint)column >= (uint)(source.Width - 1) || (uint)row >= (uint)(source.Height - 1))
            return float.NaN;
        var (tx, ty) = ((float)(x - column), (float)(y - row));
        var at = (row * source.Width) + column;
        var values = source.Values;
        var upper = values[at] + (tx * (values[at + 1] - values[at]));
        var lower = values[at + source.Width] + (tx * (values[at + source.Width + 1] - values[at + source.Width]));
        return upper + (ty * (lower - upper));
    }

    /// <summary>The upper and the lower edge of a row of squares in the moving image, at every <see cref="Lattice"/>th edge between columns.</summary>
    private sealed class Lines
    {
        private readonly (double X, double Y)[] _upper;
        private readonly (double X, double Y)[] _lower;

        public Lines(int columns)
        {
            _upper = new (double, double)[(columns / Lattice) + 2];
            _lower = new (double, double)[_upper.Length];
        }

        public void Aim(Warp warp, Area area, int y, int shrunk)
        {
            for (var i = 0; i < _upper.Length; i++)
            {
                _upper[i] = Place(warp, area, (i * Lattice) - 0.5, y - 0.5, shrunk);
                _lower[i] = Place(warp, area, (i * Lattice) - 0.5, y + 0.5, shrunk);
            }
        }

        public (double Column, double Row) At(double x, double down)
        {
            var at = x / Lattice;
            var cell = (int)at;
            var t = at - cell;
            var (a, b, c, d) = (_upper[cell], _upper[cell + 1], _lower[cell], _lower[cell + 1]);
            var (ux, uy) = (a.X + (t * (b.X - a.X)), a.Y + (t * (b.Y - a.Y)));
            var (lx, ly) = (c.X + (t * (d.X - c.X)), c.Y + (t * (d.Y - c.Y)));
            return (ux + (down * (lx - ux)), uy + (down * (ly - uy)));
        }

        private static (double X, double Y) Place(Warp warp, Area area, double x, double y, int shrunk)
        {
            var (fullX, fullY) = area.ToFull(x, y);
            var (mapX, mapY) = warp.Map(fullX, fullY);
            return (((mapX + 0.5) / shrunk) - 0.5, ((mapY + 0.5) / shrunk) - 0.5);
        }
    }
}
