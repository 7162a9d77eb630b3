using System.Collections.Concurrent;
using Coz.Contracts.Devices;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Conformance;

/// <summary>
/// Pictures for aligners: a smooth random texture of formulas, seen at two focal lengths through a known geometry, so that the true
/// warp is known exactly.
/// </summary>
internal sealed class AlignerScene(string folder, int seed)
{
    private const int Width = 480;
    private const int Height = 360;

    // Each check asks for the same few pictures, and they take seconds to draw.
    private static readonly ConcurrentDictionary<(int Seed, string Name, FrameGeometry Geometry, bool IsFlat), Lazy<byte[]>> Drawn = new();
    private readonly (double Kx, double Ky, double Phase, double Weight)[] _waves = Waves(seed);

    /// <summary>The wide frame: its true geometry.</summary>
    public static FrameGeometry Wide { get; } = new(Width, Height, 900, 239.9, 179.3, 0.01, 0.001, 0, 0, 0);

    /// <summary>The longer frame, twice the focal length, a little shifted and turned.</summary>
    public static FrameGeometry Long { get; } = new(Width, Height, 1804, 240.4, 178.8, -0.004, 0, 0.0016, -0.0011, 0.0022);

    /// <summary>Draws a frame.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="geometry">What it sees.</param>
    /// <param name="isFlat">True for a frame without structure.</param>
    /// <returns>Its path.</returns>
    public string Draw(string name, FrameGeometry geometry, bool isFlat = false)
    {
        var bytes = Drawn.GetOrAdd((seed, name, geometry, isFlat), _ => new Lazy<byte[]>(() => Picture(name, geometry, isFlat))).Value;
        var path = Path.Combine(folder, name);
        WholeFile.Write(path, stream => stream.Write(bytes));
        return path;
    }

    private byte[] Picture(string name, FrameGeometry geometry, bool isFlat)
    {
        using var picture = new Mat(Height, Width, MatType.CV_8UC3);
        var noise = new Random(seed + name.Length);
        var grain = Enumerable.Range(0, Width * Height).Select(_ => noise.NextDouble() - 0.5).ToArray();
        Parallel.For(0, Height, y =>
        {
            var row = new byte[3 * Width];
            for (var x = 0; x < Width; x++)
            {
                var light = isFlat ? 150 + (x / 40.0) : Mean(geometry, x, y);
                for (var c = 0; c < 3; c++)
                    row[(3 * x) + c] = (byte)Math.Clamp(Math.Round(light + (2 * grain[(y * Width) + x])), 0, 255);
            }

            System.Runtime.InteropServices.Marshal.Copy(row, 0, picture.Ptr(y), row.Length);
        });
        Cv2.ImEncode(".png", picture, out var bytes);
        return bytes;
    }

    // Blobs with edges: waves of many lengths through a steep curve, averaged over the pixel.
    private double Mean(FrameGeometry geometry, int x, int y)
    {
        var sum = 0.0;
        for (var p = 0; p < 9; p++)
        {
            var (u, v) = geometry.ToScene(x + (((p % 3) - 1) / 3.0), y + (((p / 3) - 1) / 3.0));
            var value = 0.0;
            foreach (var (kx, ky, phase, weight) in _waves)
                value += weight * Math.Sin((kx * u) + (ky * v) + phase);
            sum += 128 + (95 * Math.Tanh(1.6 * value));
        }

        return sum / 9;
    }

    private static (double Kx, double Ky, double Phase, double Weight)[] Waves(int seed)
    {
        var random = new Random(seed);
        var waves = new (double, double, double, double)[48];
        for (var i = 0; i < waves.Length; i++)
        {
            // From 120 to 7 pixels of the wide frame.
            var length = 120 * Math.Pow(7 / 120.0, i / (waves.Length - 1.0)) / 900;
            var (sine, cosine) = Math.SinCos(Math.Tau * random.NextDouble());
            waves[i] = (Math.Tau / length * cosine, Math.Tau / length * sine, Math.Tau * random.NextDouble(), 0.32);
        }

        return waves;
    }
}
