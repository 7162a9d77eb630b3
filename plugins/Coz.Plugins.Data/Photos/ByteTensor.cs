using System.Runtime.InteropServices;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>Between 8-bit levels and tensors.</summary>
internal static class ByteTensor
{
    // Divisions, not products with a rounded reciprocal: k / 255 must be the float that every reader gives.
    private static readonly float[] Unit = [.. Enumerable.Range(0, 256).Select(level => level / 255f)];

    /// <param name="levels">3 x height x width, channel by channel.</param>
    /// <returns>(1, 3, height, width) float32 in [0, 1]; the caller disposes it.</returns>
    public static Tensor From(ReadOnlySpan<byte> levels, int height, int width)
    {
        var image = empty([1, 3, height, width], float32);
        var values = MemoryMarshal.Cast<byte, float>(image.bytes);
        for (var i = 0; i < values.Length; i++)
            values[i] = Unit[levels[i]];
        return image;
    }

    /// <param name="image">(1, 3, H, W) in [0, 1]; the caller keeps it.</param>
    /// <returns>The nearest levels.</returns>
    public static ByteImage ToBytes(Tensor image) =>
        new((int)image.shape[2], (int)image.shape[3], Array.ConvertAll(Raster.From(image, 255).Values, value => (byte)Levels.Round(value)));
}
