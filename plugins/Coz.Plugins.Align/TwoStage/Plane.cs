using OpenCvSharp;

namespace Coz.Plugins.Align;

/// <summary>A plane of light: levels of 0 to 255 as floats, NaN where nothing is known.</summary>
internal sealed class Plane
{
    public Plane(int width, int height)
        : this(width, height, new float[width * height])
    {
    }

    public Plane(int width, int height, float[] values) => (Width, Height, Values) = (width, height, values);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Row by row.</summary>
    public float[] Values { get; }

    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);

    /// <summary>A rectangle, each sample the mean over step x step; the size is cut to whole steps.</summary>
    public Plane Shrunk(int left, int top, int width, int height, int step)
    {
        var (columns, rows) = (width / step, height / step);
        var result = new Plane(columns, rows);
        var weight = 1f / (step * step);
        Parallel.For(0, rows, y =>
        {
            var target = result.Row(y);
            for (var dy = 0; dy < step; dy++)
            {
                var source = Row(top + (y * step) + dy).Slice(left, columns * step);
                for (var x = 0; x < source.Length; x++)
                    target[x / step] += source[x] * weight;
            }
        });
        return result;
    }

    /// <summary>The plane blurred by a Gaussian; NaN spreads.</summary>
    public Plane Blurred(double sigma)
    {
        if (sigma <= 0)
            return this;
        var result = new Plane(Width, Height);
        using var source = Mat.FromPixelData(Height, Width, MatType.CV_32FC1, Values);
        using var target = Mat.FromPixelData(Height, Width, MatType.CV_32FC1, result.Values);
        Cv2.GaussianBlur(source, target, new Size(0, 0), sigma, sigma, BorderTypes.Reflect101);
        return result;
    }

    /// <summary>The plane as bytes; the caller disposes it.</summary>
    public Mat ToBytes(int left, int top, int width, int height)
    {
        var bytes = new byte[width * height];
        Parallel.For(0, height, y =>
        {
            var source = Row(top + y).Slice(left, width);
            for (var x = 0; x < width; x++)
                bytes[(y * width) + x] = (byte)Math.Clamp(source[x] + 0.5f, 0, 255);
        });
        using var wrapped = Mat.FromPixelData(height, width, MatType.CV_8UC1, bytes);
        return wrapped.Clone();
    }
}
