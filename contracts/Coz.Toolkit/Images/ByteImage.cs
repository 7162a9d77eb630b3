namespace Coz.Toolkit;

/// <summary>A planar RGB image of 8 bits a sample: an eighth of what float64 takes, a quarter of float32. For keeping many photos in memory.</summary>
public sealed class ByteImage
{
    /// <summary>Wraps samples.</summary>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="values">3 x height x width levels, channel by channel, row by row; kept, not copied.</param>
    /// <exception cref="ArgumentException">The number of samples is another.</exception>
    public ByteImage(int height, int width, byte[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (height < 1 || width < 1 || values.LongLength != 3L * height * width)
            throw new ArgumentException($"An image of 3 x {height} x {width} cannot hold {values.LongLength} samples.", nameof(values));
        (Height, Width, Values) = (height, width, values);
    }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>The levels, channel by channel (R, G, B), row by row.</summary>
    public byte[] Values { get; }

    /// <summary>Copies a rectangle.</summary>
    /// <param name="top">Its first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="target">Gets 3 x height x width levels, channel by channel, row by row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle leaves the image.</exception>
    public void CopyTo(int top, int left, int height, int width, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(top + height, Height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(left + width, Width);
        for (var line = 0; line < 3 * height; line++)
        {
            var (channel, y) = Math.DivRem(line, height);
            Values.AsSpan((((channel * Height) + top + y) * Width) + left, width).CopyTo(target[(line * width)..]);
        }
    }
}
