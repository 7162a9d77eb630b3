using System.Diagnostics;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Tests.Plugins.Data;

/// <summary>
/// What docs/performance.md says of data, on one thread: 24 MP JPEGs made of the first photos of the folder that COZ_PHOTOS names.
/// </summary>
[Explicit("a measurement: run it alone, with COZ_PHOTOS naming a folder of photos")]
public sealed class DataSpeed
{
    private const int Photos = 4;

    [Test]
    public async Task Samples_a_second()
    {
        using var folder = new Support.TemporaryFolder();
        var root = folder.Path("photos", "x")[..^2];
        foreach (var (file, i) in Directory.GetFiles(Environment.GetEnvironmentVariable("COZ_PHOTOS")!).Order().Take(Photos).Select((file, i) => (file, i)))
        {
            using var photo = Cv2.ImRead(file);
            using var large = new Mat();
            Cv2.Resize(photo, large, new Size(6000, 4000), 0, 0, InterpolationFlags.Cubic);
            Cv2.ImWrite(Path.Combine(root, $"{i}.jpg"), large, new ImageEncodingParam(ImwriteFlags.JpegQuality, 92));
        }

        var options = new ImageFolderOptions { Root = root, Degradation = Degradation.PillowBicubic };
        Measure("decoding each time", new ImageFolderSource(options with { CacheMb = 1 }), 16);
        Measure("kept in memory", new ImageFolderSource(options with { CacheMb = 4000 }), 3200);
        Measure("kept in memory, matlab-bicubic", new ImageFolderSource(options with { CacheMb = 4000, Degradation = Degradation.MatlabBicubic }), 3200);
        Measure("kept in memory, box and optics", new ImageFolderSource(options with { CacheMb = 4000, Degradation = Degradation.Box, Optics = new OpticsOptions() }), 800);
        var clock = Stopwatch.StartNew();
        var run = new TestRun(folder.FullPath);
        await new DataPackTask(new DataPackOptions { Root = root }).RunAsync(run, default);
        TestContext.Out.WriteLine($"packing: {clock.Elapsed.TotalSeconds / Photos:0.00} s a photo; {run.Messages.Last()}");
        Measure("tile store", new ImageFolderSource(options with { Store = root + ".tiles" }), 3200);
    }

    private static void Measure(string name, ImageFolderSource source, int patches)
    {
        var flips = new Flips();
        for (var i = 0; i < source.Count * 2; i++)
            flips.Apply(source.LoadPatch(new PatchRequest(i % source.Count, 48, new SampleRandom(0, i))), new SampleRandom(1, i)).Dispose();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < patches; i++)
            flips.Apply(source.LoadPatch(new PatchRequest(i % source.Count, 48, new SampleRandom(2, i))), new SampleRandom(3, i)).Dispose();
        TestContext.Out.WriteLine($"{name}: {patches / clock.Elapsed.TotalSeconds:0.0} patches/s, {clock.Elapsed.TotalMilliseconds / patches * 16:0.0} ms for 16");
    }
}
