using System.Diagnostics;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

/// <summary>What docs/performance.md says of data: run alone, with COZ_PHOTOS naming a folder that 'coz data pack' has packed.</summary>
[Explicit("a measurement: COZ_PHOTOS names a folder of photos, with its tile store beside it")]
public sealed class DataSpeed
{
    private static readonly string Root = Environment.GetEnvironmentVariable("COZ_PHOTOS") ?? "";

    [Test]
    public void Samples_a_second()
    {
        Measure("decoding each time", new ImageFolderSource(Options() with { CacheMb = 1 }), 24);
        Measure("tile store", new ImageFolderSource(Options() with { Store = Root + ".tiles" }), 1600);
        Measure("kept in memory", new ImageFolderSource(Options() with { CacheMb = 4000 }), 1600);
        Measure("kept in memory, with optics", new ImageFolderSource(Options() with { CacheMb = 4000, Degradation = Degradation.Box, Optics = new OpticsOptions() }), 400);
    }

    private static ImageFolderOptions Options() => new() { Root = Root, Degradation = Degradation.PillowBicubic };

    private static void Measure(string name, ImageFolderSource source, int patches)
    {
        var flips = new Flips();
        for (var i = 0; i < Math.Min(source.Count * 2, patches); i++)
            flips.Apply(source.LoadPatch(new PatchRequest(i % source.Count, 48, new SampleRandom(0, i))), new SampleRandom(1, i)).Dispose();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < patches; i++)
            flips.Apply(source.LoadPatch(new PatchRequest(i % source.Count, 48, new SampleRandom(2, i))), new SampleRandom(3, i)).Dispose();
        TestContext.Out.WriteLine($"{name}: {patches / clock.Elapsed.TotalSeconds:0.0} patches/s, {clock.Elapsed.TotalMilliseconds / patches * 16:0.0} ms for 16");
    }
}
