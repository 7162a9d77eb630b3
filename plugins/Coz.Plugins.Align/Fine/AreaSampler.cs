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

    /// <summary>Samples an area: levels behind the tone curve; NaN where the moving image has nothing.</summary>
    public Plane Sample(Warp warp, Area area, CancellationToken cancellationToken)
    {
        var scale = warp.ScaleAt((warp.ReferenceWidth - 1) / 2.0, (warp.ReferenceHeight - 1) / 2.0) * area.Step;
        var level = Math.Max(0, (int)Math.Floor(Math.Log2(scale / 3)));
        var source = moving.Level(level);
        var count = Math.Clamp((int)Math.Ceiling(scale / (1 << level)), 2, MostSamples);
        var result = new Plane(area.Columns, area.Rows);
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, area.Rows, options, () => new Lines(area.Columns), (y, _, lines) =>
        {
            lines.Aim(warp, area, y, 1 << level);
            Fill(source, lines, count, result.Row(y));
            return lines;
        }, _ => { });
        return result;
    }

    private static void Fill(Plane source, Lines lines, int count, Span<float> target)
    {
        var weight = 1f / (count * count);
        for (var x = 0; x < target.Length; x++)
        {
            var sum = 0f;
            for (var i = 0; i < count; i++)
            {
                var down = (i + 0.5) / count;
                for (var j = 0; j < count; j++)
                {
                    var (column, row) = lines.At(x + ((j + 0.5) / count), down);
                    sum += Bilinear(source, column, row);
                }
            }

            target[x] = Tone.FromLinear(sum * weight);
        }
    }

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
