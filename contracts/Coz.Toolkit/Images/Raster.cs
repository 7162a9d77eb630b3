using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Toolkit;

/// <summary>
/// A planar image in float64, for arithmetic that must not depend on a tensor library's order of summation: resizing and metrics.
/// </summary>
public sealed class Raster
{
    /// <summary>Makes a black image.</summary>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    public Raster(int channels, int height, int width)
        : this(channels, height, width, new double[channels * height * width])
    {
    }

    /// <summary>Wraps samples.</summary>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="values">channels x height x width samples, channel by channel, row by row; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public Raster(int channels, int height, int width, double[] values)
    {
        if (channels < 1 || height < 1 || width < 1 || values.Length != channels * height * width)
            throw new ArgumentException($"A raster of {channels} x {height} x {width} cannot hold {values.Length} samples.", nameof(values));
        (Channels, Height, Width, Values) = (channels, height, width, values);
    }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>The samples, channel by channel, row by row.</summary>
    public double[] Values { get; }

    /// <summary>Copies a tensor.</summary>
    /// <param name="image">(1, C, H, W) or (C, H, W), any floating type and device; the caller keeps it.</param>
    /// <param name="factor">What each sample is multiplied with: 255 makes levels of [0, 1].</param>
    /// <returns>The image.</returns>
    public static Raster From(Tensor image, double factor = 1)
    {
        using var scope = NewDisposeScope();
        var values = image.detach().to(float64).cpu().contiguous().data<double>().ToArray();
        if (factor != 1)
        {
            for (var i = 0; i < values.Length; i++)
                values[i] *= factor;
        }

        return new Raster((int)image.shape[^3], (int)image.shape[^2], (int)image.shape[^1], values);
    }

    /// <summary>Copies the samples into a tensor.</summary>
    /// <param name="divisor">What each sample is divided by: 255 makes [0, 1] of levels.</param>
    /// <returns>(1, C, H, W) float32 on the CPU; the caller disposes it.</returns>
    public Tensor ToTensor(double divisor = 1) =>
        tensor(Array.ConvertAll(Values, value => (float)(value / divisor)), [1, Channels, Height, Width]);

    /// <summary>One channel.</summary>
    /// <param name="channel">Its index.</param>
    /// <returns>Its samples, row by row; a view.</returns>
    public Span<double> Plane(int channel) => Values.AsSpan(channel * Height * Width, Height * Width);

    /// <summary>A new image with every sample changed.</summary>
    /// <param name="change">The change.</param>
    /// <returns>The new image.</returns>
    public Raster Map(Func<double, double> change) => new(Channels, Height, Width, Array.ConvertAll(Values, value => change(value)));

    /// <summary>A rectangle of the image.</summary>
    /// <param name="top">Its first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <returns>A copy.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle leaves the image.</exception>
    public Raster Crop(int top, int left, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top + height, Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(left + width, Width);
        var part = new Raster(Channels, height, width);
        for (var c = 0; c < Channels; c++)
        {
            for (var y = 0; y < height; y++)
                Plane(c).Slice(((top + y) * Width) + left, width).CopyTo(part.Plane(c)[(y * width)..]);
        }

        return part;
    }
}
