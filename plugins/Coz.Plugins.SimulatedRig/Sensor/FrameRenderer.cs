using System.Numerics;

namespace Coz.Plugins.SimulatedRig;

/// <summary>
/// Light to electrons: each band of rows looks at the scene twice as finely as it has pixels, is blurred by the point spread (one
/// kernel for the centre, one for the corners, blended by the radius), and counted under the colour filter of each pixel.
/// </summary>
/// <param name="spec">The frame.</param>
internal sealed class FrameRenderer(FrameSpec spec)
{
    private const int BandRows = 32;

    // Red, green, blue, in mm.
    private static readonly double[] Wavelengths = [0.00061, 0.00054, 0.00046];

    // What a colour filter lets through in daylight, green at 1.
    private static readonly double[] Filters = [0.5, 1, 0.65];

    private readonly int _width = spec.Geometry.Width;
    private readonly int _height = spec.Geometry.Height;

    /// <summary>What green white holds, of the full well.</summary>
    public const double WhiteLevel = 0.9;

    /// <summary>Renders the electrons.</summary>
    /// <returns>Electrons behind the colour filters, row by row, RGGB, without noise, not yet limited by the well.</returns>
    public float[] Render(CancellationToken cancellationToken)
    {
        var kernels = Wavelengths.Select(colour => (Centre: Kernel(colour, spec.Defocus.Centre), Corner: Kernel(colour, spec.Defocus.Corner))).ToArray();
        var pad = kernels.Max(kernel => Math.Max(kernel.Centre.Taps, kernel.Corner.Taps)) / 2;
        var footprint = (float)(spec.SamplesPerTangent / spec.Geometry.FocalPixels / 2);
        var displacement = new Displacement(spec, footprint);
        var view = spec.Scene.Open(Window(pad, footprint, displacement.Slack));
        var raw = new float[_width * _height];
        var bands = (_height + BandRows - 1) / BandRows;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        Parallel.For(0, bands, options, () => NewBand(pad), (index, _, band) =>
        {
            var first = index * BandRows;
            var rows = Math.Min(BandRows, _height - first);
            band.FirstRow = (2 * first) - pad;
            band.Rows = (2 * rows) + (2 * pad);
            Aim(band, pad);
            if (displacement.IsOn)
                displacement.Apply(band);
            view.Fill(band);
            if (spec.IsFlatSky)
                Sky(band);
            Expose(band, pad, kernels, raw, first, rows);
            return band;
        }, _ => { });
        return raw;
    }

    private PsfKernel Kernel(double colour, double defocus) => new(colour, spec.Aperture, defocus, SensorFormat.Width / _width);

    private SceneBand NewBand(int pad) => new((2 * _width) + (2 * pad), (2 * BandRows) + (2 * pad));

    private SceneWindow Window(int pad, float footprint, double slack)
    {
        var (left, top, right, bottom) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i <= 64; i++)
        {
            foreach (var (x, y) in new[] { (i / 64.0, 0.0), (i / 64.0, 1), (0, i / 64.0), (1, i / 64.0) })
            {
                var (u, v) = spec.Geometry.ToScene((x * (_width + pad)) - (pad / 2.0), (y * (_height + pad)) - (pad / 2.0));
                (left, right) = (Math.Min(left, u * spec.SamplesPerTangent), Math.Max(right, u * spec.SamplesPerTangent));
                (top, bottom) = (Math.Min(top, v * spec.SamplesPerTangent), Math.Max(bottom, v * spec.SamplesPerTangent));
            }
        }

        return new SceneWindow(left, top, right, bottom, footprint, Locate, slack);

        (double Column, double Row) Locate(double x, double y)
        {
            var (column, row) = spec.Geometry.FromScene(x / spec.SamplesPerTangent, y / spec.SamplesPerTangent);
            return ((2 * (column + 0.25)) + pad, 2 * (row + 0.25));
        }
    }

    // FrameGeometry.ToScene, with what is the same for a whole row taken out.
    private void Aim(SceneBand band, int pad)
    {
        var g = spec.Geometry;
        var ((sinRoll, cosRoll), (sinTilt, cosTilt), (sinPan, cosPan)) = (Math.SinCos(g.Roll), Math.SinCos(g.Tilt), Math.SinCos(g.Pan));
        var square = 4 / (((double)_width * _width) + ((double)_height * _height));
        for (var row = 0; row < band.Rows; row++)
        {
            var dy = ((band.FirstRow + row) / 2.0) - 0.25 - g.CentreY;
            for (var column = 0; column < band.Columns; column++)
            {
                var dx = ((column - pad) / 2.0) - 0.25 - g.CentreX;
                var r2 = ((dx * dx) + (dy * dy)) * square;
                var gain = (1 + (r2 * (g.K1 + (g.K2 * r2)))) / g.FocalPixels;
                var (a, b) = (dx * gain, dy * gain);
                var (rx, ry) = ((cosRoll * a) - (sinRoll * b), (sinRoll * a) + (cosRoll * b));
                var (ty, tz) = ((cosTilt * ry) + sinTilt, cosTilt - (sinTilt * ry));
                var (px, pz) = ((cosPan * rx) + (sinPan * tz), (cosPan * tz) - (sinPan * rx));
                var scale = spec.SamplesPerTangent / pz;
                band.X[(row * band.Columns) + column] = (float)(px * scale);
                band.Y[(row * band.Columns) + column] = (float)(ty * scale);
            }
        }
    }

    // A haze that brightens towards the horizon: no edge anywhere.
    private void Sky(SceneBand band)
    {
        for (var i = 0; i < band.Rows * band.Columns; i++)
        {
            var light = 0.45f + (0.15f * MathF.Tanh(band.Y[i] / (float)spec.SamplesPerTangent));
            (band.Light[0][i], band.Light[1][i], band.Light[2][i]) = (light * 0.8f, light * 0.9f, light);
        }
    }

    private void Expose(SceneBand band, int pad, (PsfKernel Centre, PsfKernel Corner)[] kernels, float[] raw, int first, int rows)
    {
        var phases = new Phases(band);
        var (centre, corner) = (new float[phases.Count], new float[phases.Count]);
        for (var row = 0; row < rows; row++)
        {
            var y = first + row;
            for (var parity = 0; parity < 2; parity++)
            {
                var colour = (y & 1) == 0 ? parity : parity + 1;
                phases.Convolve(colour, (2 * row) + pad, pad, parity, kernels[colour].Centre, centre);
                phases.Convolve(colour, (2 * row) + pad, pad, parity, kernels[colour].Corner, corner);
                Count(raw.AsSpan(y * _width, _width), y, parity, colour, centre, corner);
            }
        }
    }

    private void Count(Span<float> raw, int y, int parity, int colour, float[] centre, float[] corner)
    {
        var electrons = (float)(spec.FullWell * WhiteLevel * Filters[colour] * spec.Exposure);
        var square = 4 / (((float)_width * _width) + ((float)_height * _height));
        var dy = y - (float)spec.Geometry.CentreY;
        for (var x = parity; x < _width; x += 2)
        {
            var dx = x - (float)spec.Geometry.CentreX;
            var r2 = MathF.Min(((dx * dx) + (dy * dy)) * square, 1.2f);
            var falloff = MathF.Pow(2, -(float)spec.Vignetting * r2 * (0.6f + (0.4f * r2)));
            var light = centre[x >> 1] + (r2 * (corner[x >> 1] - centre[x >> 1]));
            raw[x] = MathF.Max(light * falloff * electrons, 0);
        }
    }

    /// <summary>A band's light with every fourth sample in a row of its own: pixels of one colour lie four samples apart.</summary>
    private sealed class Phases
    {
        private readonly float[][][] _light;
        private readonly int _stride;

        public Phases(SceneBand band)
        {
            _stride = ((band.Columns + 3) / 4) + Vector<float>.Count;
            Count = _stride;
            _light = [.. band.Light.Select(plane => Split(plane, band))];
        }

        public int Count { get; }

        /// <summary>Weighs the samples around every second pixel of a row: pixel 2 i + parity goes to sums[i].</summary>
        public void Convolve(int colour, int row, int pad, int parity, PsfKernel kernel, float[] sums)
        {
            Array.Clear(sums);
            var half = kernel.Taps / 2;
            var usable = _stride - Vector<float>.Count;
            for (var k = 0; k < kernel.Taps * kernel.Taps; k++)
            {
                // The samples 2 x and 2 x + 1 of a pixel x lie on its two sides.
                var weight = kernel.Weights[k];
                var sample = pad + (2 * parity) + 1 + (k % kernel.Taps) - half;
                var line = row + 1 + (k / kernel.Taps) - half;
                var source = _light[colour][sample & 3].AsSpan((line * _stride) + (sample >> 2));
                var count = Math.Min(usable, source.Length - Vector<float>.Count);
                for (var i = 0; i < count; i += Vector<float>.Count)
                {
                    var target = sums.AsSpan(i);
                    (new Vector<float>(target) + (new Vector<float>(source[i..]) * weight)).CopyTo(target);
                }
            }
        }

        private float[][] Split(float[] plane, SceneBand band)
        {
            float[][] phases = [new float[_stride * band.Rows], new float[_stride * band.Rows], new float[_stride * band.Rows], new float[_stride * band.Rows]];
            for (var row = 0; row < band.Rows; row++)
            {
                var line = plane.AsSpan(row * band.Columns, band.Columns);
                for (var i = 0; i < line.Length; i++)
                    phases[i & 3][(row * _stride) + (i >> 2)] = line[i];
            }

            return phases;
        }
    }
}
