using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.SimulatedRig;

/// <summary>A photo in linear light at its own size and at halves of it, so that a wide frame sees means and not single samples.</summary>
internal sealed class Pyramid
{
    private const int Smallest = 32;

    // Lanczos with two lobes at half the rate: sample i of a level is centred between 2 i and 2 i + 1 of the finer one.
    private static readonly float[] Half = HalfBand();

    private readonly List<Level> _levels = [];

    private Pyramid(Level photo)
    {
        _levels.Add(photo);
        while (Math.Min(_levels[^1].Width, _levels[^1].Height) >= 2 * Smallest)
            _levels.Add(Halve(_levels[^1]));
    }

    public int Width => _levels[0].Width;

    public int Height => _levels[0].Height;

    /// <summary>Reads a photo.</summary>
    /// <exception cref="CozException">It cannot be read.</exception>
    public static Pyramid Read(string path)
    {
        try
        {
            return new Pyramid(Linear(ImageFile.ReadBytes(path)));
        }
        catch (CozException e)
        {
            throw new CozException($"camera:scene {e.Message}", e);
        }
    }

    /// <summary>The level at which a footprint is at most one sample.</summary>
    public Level At(double footprint) => _levels[Math.Clamp((int)Math.Ceiling(Math.Log2(Math.Max(footprint, 1e-6)) - 0.05), 0, _levels.Count - 1)];

    private static Level Linear(ByteImage photo)
    {
        var linear = new ushort[256];
        for (var i = 0; i < 256; i++)
            linear[i] = (ushort)Math.Round(65535 * Tone.ToLinear(i / 255.0));
        var (width, height) = (photo.Width, photo.Height);
        var level = new Level(width, height, 0);
        Parallel.For(0, height, y =>
        {
            var target = level.Row(y);
            for (var c = 0; c < 3; c++)
            {
                var row = photo.Values.AsSpan(((c * height) + y) * width, width);
                for (var x = 0; x < width; x++)
                    target[(4 * x) + c] = linear[row[x]];
            }
        });
        return level;
    }

    private static float[] HalfBand()
    {
        var weights = Enumerable.Range(0, 8).Select(i => Lanczos((i - 3.5) / 2)).ToArray();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    private static double Lanczos(double x) => x == 0 ? 1 : Math.Abs(x) >= 2 ? 0 : 2 * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / 2) / (Math.PI * Math.PI * x * x);

    private static Level Halve(Level fine)
    {
        var coarse = new Level(fine.Width / 2, fine.Height / 2, fine.Depth + 1);
        Parallel.For(0, coarse.Height, () => new float[fine.Width * 4], (y, _, sums) =>
        {
            Array.Clear(sums);
            for (var k = 0; k < Half.Length; k++)
            {
                var row = fine.Row(Math.Clamp((2 * y) + k - 3, 0, fine.Height - 1));
                for (var i = 0; i < sums.Length; i++)
                    sums[i] += Half[k] * row[i];
            }

            var target = coarse.Row(y);
            for (var x = 0; x < coarse.Width; x++)
            {
                for (var c = 0; c < 3; c++)
                {
                    var sum = 0f;
                    for (var k = 0; k < Half.Length; k++)
                        sum += Half[k] * sums[(4 * Math.Clamp((2 * x) + k - 3, 0, fine.Width - 1)) + c];
                    target[(4 * x) + c] = (ushort)Math.Clamp(sum + 0.5f, 0, 65535);
                }
            }

            return sums;
        }, _ => { });
        return coarse;
    }

    /// <summary>One size: four 16-bit numbers a sample, the last unused.</summary>
    internal sealed class Level(int width, int height, int depth)
    {
        private readonly ushort[] _values = new ushort[(long)width * height * 4];

        public int Width { get; } = width;

        public int Height { get; } = height;

        /// <summary>How often the photo was halved.</summary>
        public int Depth { get; } = depth;

        public Span<ushort> Row(int y) => _values.AsSpan(y * Width * 4, Width * 4);

        public ReadOnlySpan<ushort> Values => _values;
    }
}
