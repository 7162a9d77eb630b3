using System.Runtime.InteropServices;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Pictures;

/// <summary>Between a picture's samples and tensors in [0, 1].</summary>
internal static unsafe class Samples
{
    /// <summary>The colours of a picture.</summary>
    /// <param name="bytes">Its samples.</param>
    /// <param name="size">Its size.</param>
    /// <param name="layout">How they lie.</param>
    /// <returns>(1, 3, H, W) float32, gray three times; the caller disposes it.</returns>
    public static Tensor Colours(byte[] bytes, PictureSize size, Layout layout) =>
        ToTensor(bytes, size, layout, layout.Colours == 1 ? [0, 0, 0] : [0, 1, 2]);

    /// <summary>The alpha of a picture.</summary>
    /// <returns>(1, 3, H, W) float32, the same plane three times; the caller disposes it.</returns>
    public static Tensor Alpha(byte[] bytes, PictureSize size, Layout layout) =>
        ToTensor(bytes, size, layout, [layout.Colours, layout.Colours, layout.Colours]);

    /// <summary>Stores colours: gray is the mean of the three. Clamped, and rounded to the nearest level.</summary>
    /// <param name="pixels">(1, 3, rows, columns) float32 on the CPU.</param>
    /// <param name="band">Rows of the picture.</param>
    /// <param name="layout">How its samples lie.</param>
    /// <param name="width">Its pixels a row.</param>
    /// <param name="row">The row of the band where they begin.</param>
    /// <param name="column">The column.</param>
    public static void StoreColours(Tensor pixels, byte[] band, Layout layout, int width, int row, int column) =>
        Store(pixels, band, layout, width, row, column, firstBand: 0, bands: layout.Colours);

    /// <summary>Stores alpha: the first of three equal planes.</summary>
    public static void StoreAlpha(Tensor pixels, byte[] band, Layout layout, int width, int row, int column)
    {
        using var plane = pixels.narrow(1, 0, 1);
        Store(plane, band, layout, width, row, column, firstBand: layout.Colours, bands: 1);
    }

    private static Tensor ToTensor(byte[] bytes, PictureSize size, Layout layout, int[] bands)
    {
        var image = empty(1, 3, size.Height, size.Width);
        var planes = TensorMemory.Address(image);
        var plane = (nint)size.Height * size.Width;
        EveryCore.For(size.Height, y =>
        {
            var row = bytes.AsSpan(checked((int)((long)y * size.Width * layout.PixelBytes)), size.Width * layout.PixelBytes);
            for (var c = 0; c < bands.Length; c++)
                Split(row, planes + (c * plane) + ((nint)y * size.Width), size.Width, layout, bands[c]);
        });
        return image;
    }

    // A division, not a product with a rounded reciprocal: k / 255 must be the float that every other reader gives.
    private static void Split(Span<byte> row, float* to, int width, Layout layout, int band)
    {
        if (layout.Bits == 8)
        {
            for (var x = 0; x < width; x++)
                to[x] = row[(x * layout.Bands) + band] / 255f;
            return;
        }

        var words = MemoryMarshal.Cast<byte, ushort>(row);
        for (var x = 0; x < width; x++)
            to[x] = words[(x * layout.Bands) + band] / 65535f;
    }

    private static void Store(Tensor pixels, byte[] band, Layout layout, int width, int row, int column, int firstBand, int bands)
    {
        using var whole = pixels.contiguous();
        var (planes, rows, columns) = ((int)whole.shape[1], (int)whole.shape[2], (int)whole.shape[3]);
        var from = TensorMemory.Address(whole);
        var plane = (nint)rows * columns;
        EveryCore.For(rows, y =>
        {
            var start = (((long)(row + y) * width) + column) * layout.PixelBytes;
            var to = band.AsSpan(checked((int)start), columns * layout.PixelBytes);
            var source = from + ((nint)y * columns);
            for (var x = 0; x < columns; x++)
            {
                for (var b = 0; b < bands; b++)
                {
                    var value = bands == planes ? source[(b * plane) + x] : Mean(source + x, plane, planes);
                    Put(to, (x * layout.Bands) + firstBand + b, value, layout);
                }
            }
        });
    }

    private static double Mean(float* values, nint plane, int planes)
    {
        var sum = 0.0;
        for (var c = 0; c < planes; c++)
            sum += values[c * plane];
        return sum / planes;
    }

    // What is not a number becomes black.
    private static void Put(Span<byte> row, int index, double value, Layout layout)
    {
        var level = value > 0 ? (int)((Math.Min(value, 1) * layout.Levels) + 0.5) : 0;
        if (layout.Bits == 8)
            row[index] = (byte)level;
        else
            MemoryMarshal.Cast<byte, ushort>(row)[index] = (ushort)level;
    }
}
