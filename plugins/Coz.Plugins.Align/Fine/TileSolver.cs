namespace Coz.Plugins.Align;

/// <summary>
/// The shift of a tile by least squares: the reference is the warped image, moved a little, with a gain, a
/// bias, and a difference of sharpness, R = g (M + d grad M + c (S - M)) + a, where S is M a little softer (Lucas and Kanade, with nuisance terms).
/// </summary>
internal static class TileSolver
{
    private const int Unknowns = 5;
    private const int MostPixels = 12000;
    private const float Clipped = 249;

    /// <summary>Measures a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="area">The area that both planes show.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="warped">The moving image as the reference's pixels would see it.</param>
    /// <returns>The measure; null if too few of its pixels can be used or nothing can be located.</returns>
    public static TileMeasure? Measure(Tile tile, Area area, Plane reference, WarpedPlanes warped)
    {
        var (left, top) = (Math.Max(1, (tile.Left - area.Left) / area.Step), Math.Max(1, (tile.Top - area.Top) / area.Step));
        var (right, bottom) = (Math.Min(reference.Width - 1, left + (tile.Width / area.Step)), Math.Min(reference.Height - 1, top + (tile.Height / area.Step)));
        if (right - left < 8 || bottom - top < 8)
            return null;
        var stride = Math.Max(1, (int)Math.Sqrt((double)(right - left) * (bottom - top) / MostPixels));
        var sums = new Sums();
        for (var y = top; y < bottom; y += stride)
        {
            for (var x = left; x < right; x += stride)
                sums.Add(reference, warped, x, y);
        }

        var possible = ((right - left + stride - 1) / stride) * ((bottom - top + stride - 1) / stride);
        return sums.Count < 0.7 * possible ? null : sums.Solve(tile, area.Step);
    }

    private sealed class Sums
    {
        private readonly double[,] _normal = new double[Unknowns, Unknowns];
        private readonly double[] _right = new double[Unknowns];
        private double _squares;
        private double _sum;

        public int Count { get; private set; }

        public void Add(Plane reference, WarpedPlanes warped, int x, int y)
        {
            var width = warped.Levels.Width;
            var at = (y * width) + x;
            var m = warped.Levels.Values;
            var (value, level, softer) = (m[at], reference.Values[at], warped.Softer.Values[at]);
            var (left, right, above, below) = (m[at - 1], m[at + 1], m[at - width], m[at + width]);
            if (float.IsNaN(left + right + above + below + value + softer) || value > Clipped || level > Clipped)
                return;
            Span<double> row = [(right - left) / 2, (below - above) / 2, value, 1, softer - value];
            for (var i = 0; i < Unknowns; i++)
            {
                for (var j = i; j < Unknowns; j++)
                    _normal[i, j] += row[i] * row[j];
                _right[i] += row[i] * level;
            }

            _squares += level * level;
            _sum += level;
            Count++;
        }

        public TileMeasure? Solve(Tile tile, int step)
        {
            for (var i = 0; i < Unknowns; i++)
            {
                for (var j = 0; j < i; j++)
                    _normal[i, j] = _normal[j, i];
            }

            if (LinearSystem.Inverse(_normal, 1e-9) is not { } inverse)
                return null;
            var solution = LinearSystem.Product(inverse, _right);
            var explained = 0.0;
            for (var i = 0; i < Unknowns; i++)
                explained += solution[i] * _right[i];
            var gain = solution[2];
            if (!(gain > 0.05))
                return new TileMeasure(tile, 0, 0, double.PositiveInfinity, 0, double.PositiveInfinity, Deviation(_squares - explained), 0, 0, 0);
            var structure = Math.Max(1e-9, _squares - (_sum * _sum / Count));
            var rest = Math.Max(0, _squares - explained);
            var factor = step * step / (gain * gain);
            return new TileMeasure(
                tile,
                solution[0] / gain * step,
                solution[1] / gain * step,
                inverse[0, 0] * factor,
                inverse[0, 1] * factor,
                inverse[1, 1] * factor,
                Deviation(rest),
                1 - (rest / structure),
                Contrast(gain, structure),
                solution[4] / gain * WarpedPlanes.SofterBy * WarpedPlanes.SofterBy * step * step);
        }

        private double Deviation(double squares) => Math.Sqrt(Math.Max(0, squares) / Math.Max(1, Count - Unknowns));

        // How much of the reference's structure the warped image has by itself.
        private double Contrast(double gain, double structure)
        {
            var own = Math.Max(0, _normal[2, 2] - (_normal[2, 3] * _normal[2, 3] / Count));
            return gain * Math.Sqrt(own / structure);
        }
    }
}
