using OpenCvSharp;

namespace Coz.Plugins.SimulatedRig;

/// <summary>Electrons to a JPEG: shot and read noise, the well, 14 bits, demosaicing, white balance, tone curve.</summary>
/// <param name="spec">The frame.</param>
internal sealed class Developer(FrameSpec spec)
{
    private const float Black = 2048;
    private const float White = 16383;
    private const int CurveSteps = 8192;

    // IMWRITE_JPEG_SAMPLING_FACTOR and its 4:2:2, which the binding does not name.
    private const ImwriteFlags Sampling = (ImwriteFlags)7;
    private const int Chroma422 = 0x211111;

    // 10 is where a Gaussian still looks like the counts of so few electrons.
    private const float FewElectrons = 10;

    private readonly int _width = spec.Geometry.Width;
    private readonly int _height = spec.Geometry.Height;

    /// <summary>Develops a frame.</summary>
    /// <param name="electrons">What the sensor would count on average; changed.</param>
    /// <returns>The JPEG file's bytes, without EXIF.</returns>
    public byte[] Develop(float[] electrons, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { CancellationToken = cancellationToken };
        Parallel.For(0, _height, options, y => Digitize(electrons.AsSpan(y * _width, _width), y));
        using var picture = new Mat(_height, _width, MatType.CV_8UC3);
        var curve = Enumerable.Range(0, CurveSteps + 1).Select(i => (float)(255 * Tone.FromLinear((double)i / CurveSteps))).ToArray();
        var (red, blue) = WhiteBalance();
        Parallel.For(0, _height, options, () => (Colours: new float[3 * _width], Bytes: new byte[3 * _width]), (y, _, row) =>
        {
            Malvar.Row(electrons, _width, _height, y, row.Colours);
            for (var i = 0; i < row.Colours.Length; i += 3)
            {
                row.Bytes[i] = Level(curve, row.Colours[i + 2] * blue);
                row.Bytes[i + 1] = Level(curve, row.Colours[i + 1]);
                row.Bytes[i + 2] = Level(curve, row.Colours[i] * red);
            }

            System.Runtime.InteropServices.Marshal.Copy(row.Bytes, 0, picture.Ptr(y), row.Bytes.Length);
            return row;
        }, _ => { });
        Cv2.ImEncode(".jpg", picture, out var bytes, new ImageEncodingParam(ImwriteFlags.JpegQuality, spec.Quality), new ImageEncodingParam(Sampling, Chroma422));
        return bytes;
    }

    // From electrons to linear light, white at 1, through the 14-bit numbers that a raw file would hold.
    private void Digitize(Span<float> row, int y)
    {
        var chance = new Chance.Stream(spec.Seed ^ (ulong)y);
        var perUnit = (float)((White - Black) / spec.FullWell * spec.Gain);
        var toLight = (float)(1 / ((White - Black) * FrameRenderer.WhiteLevel));
        for (var x = 0; x < row.Length; x++)
        {
            var counted = MathF.Min(Count(row[x], ref chance), (float)spec.FullWell);
            var read = counted + ((float)spec.ReadNoise * chance.NextNormal());
            var number = Math.Clamp(MathF.Round(Black + (read * perUnit)), 0, White);
            row[x] = (number - Black) * toLight;
        }
    }

    // Shot noise: Poisson.
    private static float Count(float mean, ref Chance.Stream chance)
    {
        if (mean > FewElectrons)
            return mean + (MathF.Sqrt(mean) * chance.NextNormal());
        var (limit, product, count) = (MathF.Exp(-mean), chance.NextUniform(), 0);
        while (product > limit)
        {
            product *= chance.NextUniform();
            count++;
        }

        return count;
    }

    // The filters' inverse at 5200 K; another temperature shifts red against blue.
    private (float Red, float Blue) WhiteBalance()
    {
        var shift = Math.Pow(spec.Temperature / 5200, 0.4);
        return ((float)(2 * shift), (float)(1 / 0.65 / shift));
    }

    private static byte Level(float[] curve, float light)
    {
        var at = Math.Clamp(light, 0, 1) * CurveSteps;
        var index = Math.Min((int)at, CurveSteps - 1);
        return (byte)(curve[index] + ((at - index) * (curve[index + 1] - curve[index])) + 0.5f);
    }
}
