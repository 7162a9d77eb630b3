using System.Numerics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// A scene made of formulas: dead leaves of all sizes with slanted edges, lines, chessboards, Siemens stars, text and grain. Edges and
/// patterns are averaged over each sample's footprint by their formulas, so that any frame of it, at any size, is as sharp as its lens.
/// </summary>
/// <param name="seed">The scene.</param>
/// <param name="extent">About how many samples across the widest frame sees.</param>
internal sealed class ProceduralScene(long seed, double extent) : IScene
{
    private readonly LeafGarden _garden = new(seed, extent);
    private readonly TextPage _page = new(seed);

    public ISceneView Open(SceneWindow window)
    {
        var margin = window.Slack * window.Footprint;
        var leaves = _garden.In(window.Left - margin, window.Top - margin, window.Right + margin, window.Bottom + margin);
        return new View(this, window, [.. leaves.Select(leaf => new Placed(leaf, window))]);
    }

    private readonly struct Placed
    {
        public Placed(Leaf leaf, SceneWindow window)
        {
            Leaf = leaf;
            var (column, row) = window.Locate(leaf.X, leaf.Y);
            (Column, Row) = (column, row);

            // The local scale differs from the mean one by the distortion.
            Reach = (1.15 * leaf.Radius / window.Footprint) + 3 + window.Slack;
        }

        public Leaf Leaf { get; }

        public double Column { get; }

        public double Row { get; }

        public double Reach { get; }
    }

    private sealed class View(ProceduralScene scene, SceneWindow window, Placed[] leaves) : ISceneView
    {
        private readonly float _footprint = window.Footprint;

        public void Fill(SceneBand band)
        {
            var count = band.Rows * band.Columns;
            Array.Fill(band.Open, 1f, 0, count);
            foreach (var plane in band.Light)
                Array.Clear(plane, 0, count);
            foreach (var placed in leaves)
            {
                var (top, bottom) = ((int)Math.Max(0, Math.Floor(placed.Row - placed.Reach) - band.FirstRow), (int)Math.Min(band.Rows - 1, Math.Ceiling(placed.Row + placed.Reach) - band.FirstRow));
                var (left, right) = ((int)Math.Max(0, Math.Floor(placed.Column - placed.Reach)), (int)Math.Min(band.Columns - 1, Math.Ceiling(placed.Column + placed.Reach)));
                for (var row = top; row <= bottom; row++)
                    Paint(band, placed.Leaf, (row * band.Columns) + left, (row * band.Columns) + right);
            }

            Ground(band);
        }

        // From the nearest to the farthest, so that what is hidden costs nothing.
        private void Paint(SceneBand band, Leaf leaf, int first, int last)
        {
            var open = band.Open;
            for (var i = first; i <= last; i++)
            {
                if (open[i] <= 0)
                    continue;
                var (dx, dy) = (band.X[i] - leaf.X, band.Y[i] - leaf.Y);
                var (a, b) = ((leaf.Cosine * dx) + (leaf.Sine * dy), (leaf.Cosine * dy) - (leaf.Sine * dx));
                var cover = MathF.Min(0.5f - (leaf.Distance(a, b) / _footprint), 1);
                if (cover <= 0)
                    continue;
                Add(band, i, cover, Vector3.Lerp(leaf.Light, leaf.Other, Pattern(leaf, a, b)) * (1 + (leaf.Grain * Grain(a, b, leaf.Seed))));
            }
        }

        private void Ground(SceneBand band)
        {
            for (var i = 0; i < band.Rows * band.Columns; i++)
            {
                if (band.Open[i] > 0)
                    Add(band, i, 1, 0.18f * (1 + (0.5f * Grain(band.X[i], band.Y[i], 77))) * new Vector3(1, 0.95f, 0.8f));
            }
        }

        private static void Add(SceneBand band, int i, float cover, Vector3 light)
        {
            var part = band.Open[i] * cover;
            light = Vector3.Max(light, Vector3.Zero) * part;
            band.Light[0][i] += light.X;
            band.Light[1][i] += light.Y;
            band.Light[2][i] += light.Z;
            band.Open[i] -= part;
        }

        // How much of the other colour, 0 to 1.
        private float Pattern(Leaf leaf, float a, float b) => leaf.Pattern switch
        {
            LeafPattern.Lines => Wave(a, leaf.Period),
            LeafPattern.Squares => Chess(Wave(a, leaf.Period), Wave(b, leaf.Period)),
            LeafPattern.Star => Star(a, b, leaf.Period),
            LeafPattern.Text => scene._page.At((a * leaf.Period) + (leaf.Seed & 1023), (b * leaf.Period) + ((leaf.Seed >> 10) & 1023), _footprint * leaf.Period),
            _ => 0,
        };

        private static float Chess(float a, float b) => (a * (1 - b)) + (b * (1 - a));

        private float Star(float a, float b, float sectors)
        {
            var radius = MathF.Max(MathF.Sqrt((a * a) + (b * b)), 1e-3f);
            var period = MathF.Tau * radius / sectors;
            return Wave(MathF.Atan2(b, a) / MathF.Tau * sectors * period, period);
        }

        // A square wave averaged over the footprint: a triangle's clipped flanks where it is resolved, a fading sine where it is not.
        private float Wave(float at, float period)
        {
            var phase = at / period;
            phase -= MathF.Floor(phase);
            if (period < 2 * _footprint)
                return 0.5f - (2 / MathF.PI * Noise.Kept(_footprint, period) * MathF.Cos(MathF.Tau * phase));
            var toEdge = (0.25f - MathF.Abs(phase - 0.5f)) * period;
            return Math.Clamp(0.5f + (toEdge / _footprint), 0, 1);
        }

        private float Grain(float a, float b, int seed)
        {
            var sum = 0f;
            var weight = 0.5f;
            for (var wavelength = 2.5f; wavelength < 60; wavelength *= 3, weight *= 1.25f, seed += 101)
            {
                // A lattice of step s carries waves of about 2 s.
                var kept = Noise.Kept(_footprint, 2 * wavelength);
                if (kept > 0.02f)
                    sum += weight * kept * Noise.At(a / wavelength, b / wavelength, seed);
            }

            return sum;
        }
    }
}
