using System.Globalization;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Toolkit;

namespace Coz.Tests.Support;

/// <summary>
/// A data set shaped as COZ is published, of procedural scenes whose frames have known fractional scales and sub-pixel offsets; index.json
/// says them. It is what cutting each frame at whole pixels of its own leaves: up to half of one of its pixels, on each axis.
/// </summary>
internal static class SubPixelScenes
{
    // Pixels of the drawn scene per LR pixel; its leaves are discs of 2 pixels and more.
    private const int Fine = 8;
    private const double Jitter = 0.03;
    private const double LargestOffset = 0.5;
    private static readonly double[] Nominal = [1, 4.0 / 3, 2, 4];

    /// <summary>Writes training scenes, and test scenes whose finest frame is the HR image.</summary>
    /// <param name="root">The data set's root.</param>
    /// <param name="train">Scenes of the training half.</param>
    /// <param name="test">Scenes of the test half.</param>
    /// <param name="side">Rows and columns of a scene's anchor, its coarsest frame.</param>
    /// <param name="seed">Draws scenes, scales and offsets.</param>
    public static void Write(string root, int train, int test, int side, int seed)
    {
        var frames = new List<IndexFrame>();
        for (var scene = 0; scene < train + test; scene++)
        {
            var drawn = Draw(scene, (side + 2) * Fine, seed);
            var random = new SampleRandom(seed, scene);
            foreach (var nominal in Nominal)
            {
                // The anchor is what scales and offsets are measured against.
                var isAnchor = nominal == 1;
                var scale = isAnchor ? 1 : nominal * (1 + random.NextDouble(-Jitter, Jitter));
                var largest = LargestOffset / scale;
                var offset = isAnchor ? default : new AxisPair(random.NextDouble(-largest, largest), random.NextDouble(-largest, largest));
                var path = PathOf(scene < train, string.Create(CultureInfo.InvariantCulture, $"scene{scene:00}"), nominal);
                var count = (int)Math.Round(side * scale);
                using var image = SeparableResize.Apply(drawn, Box(count, offset.Rows, scale), Box(count, offset.Columns, scale)).Map(Levels.Round).ToTensor(255);
                ImageFile.Write(Path.Combine(root, path), image);
                frames.Add(new IndexFrame(path, string.Create(CultureInfo.InvariantCulture, $"scene{scene:00}"), new AxisPair(scale, scale), offset));
            }
        }

        new DatasetIndex(frames, []).Write(root);
    }

    // In tests a file's place says its scale below HR's: x2, x3, x4.
    private static string PathOf(bool isTrain, string scene, double nominal)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{(isTrain ? nominal * 100 : Nominal[^1] / nominal):000}.png");
        return isTrain ? $"train_LR/{scene}/{name}" : nominal == Nominal[^1] ? $"test_HR/{scene}.png" : $"test_LR/{scene}/{name}";
    }

    // Dead leaves: every fifth procedural image, from the second one on.
    private static Raster Draw(int scene, int side, int seed)
    {
        var source = new ProceduralSource(new ProceduralOptions { Height = side, Width = side, Count = (5 * scene) + 2, Seed = seed, Scales = [1] });
        using var pair = source.Load(source.List()[(5 * scene) + 1]);
        return Raster.From(pair.Hr, 255);
    }

    // The mean over each pixel's footprint; the drawn scene begins one LR pixel before the anchor.
    private static AxisWeights Box(int count, double offset, double scale)
    {
        var step = Fine / scale;
        var taps = (int)Math.Ceiling(step) + 1;
        var filter = new AxisWeights(count, taps, new int[count * taps], new double[count * taps]);
        for (var i = 0; i < count; i++)
        {
            var start = ((offset + 1) * Fine) + (i * step);
            var first = (int)Math.Floor(start);
            for (var k = 0; k < taps; k++)
            {
                filter.Indices[(i * taps) + k] = first + k;
                filter.Weights[(i * taps) + k] = Math.Max(0, Math.Min(start + step, first + k + 1) - Math.Max(start, first + k)) / step;
            }
        }

        return filter;
    }
}
