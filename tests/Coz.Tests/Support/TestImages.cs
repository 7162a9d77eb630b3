using static TorchSharp.torch;

namespace Coz.Tests.Support;

/// <summary>Small images with known content.</summary>
internal static class TestImages
{
    /// <summary>(1, 3, height, width) of smooth waves with some noise, on 8-bit levels.</summary>
    public static Tensor Waves(int height, int width, int seed = 1)
    {
        var noise = new Random(seed);
        var values = new float[3 * height * width];
        for (var i = 0; i < values.Length; i++)
        {
            var (channel, y, x) = (i / (height * width), i / width % height, i % width);
            var level = 128 + (90 * Math.Sin((x / (4.0 + channel)) + (y / 7.0))) + noise.Next(-8, 9);
            values[i] = (float)Math.Round(Math.Clamp(level, 0, 255)) / 255f;
        }

        return tensor(values, [1, 3, height, width]);
    }
}
