using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Memory;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Upscale;

[TestFixture]
public sealed class CalibrationTests
{
    private const long Block = 128L << 20;
    private static readonly GridQueries Grid = GridQueries.Whole(1000, 1500, 3700, 5550);
    private static readonly (MemoryModel, bool) Known = (new MemoryModel(512, 1e6), true);

    [TestCase(1000, 1500, 3700, 5550)]
    [TestCase(1001, 1499, 2703, 4047)]
    [TestCase(1, 5000, 3, 13500)]
    public void Every_window_lies_under_the_picture_s_own_grid(int h, int w, int height, int width)
    {
        var whole = GridQueries.Whole(h, w, height, width);
        foreach (var side in new[] { 24, 64, 176 })
        {
            var grid = Calibration.GridOf(whole, side, 1 << 16);
            Assert.That((grid.Rows.Step, grid.Columns.Step), Is.EqualTo((whole.Rows.Step, whole.Columns.Step)));
            Assert.That((grid.Rows.Start, grid.Columns.Start), Is.EqualTo((whole.Rows.Start, whole.Columns.Start)));
            Assert.That(grid.Count, Is.LessThanOrEqualTo(1 << 16));
            Assert.That(grid.Columns.Centre(grid.Columns.Count - 1).ToDouble(), Is.LessThan(side));
        }
    }

    [TestCase("lmi", 1000, 1500, 3700, 5550)]
    [TestCase("lte", 1001, 1499, 2703, 4047)]
    [TestCase("srno", 1000, 1500, 3700, 5550)]
    public void What_is_measured_of_a_model_is_sound_and_more_than_its_features(string decoder, int h, int w, int height, int width)
    {
        using var model = new ModelFactory(new TestParts()).Create(UpscaleRuns.Tiny(decoder));
        var (measured, _) = new Calibration(model, GridQueries.Whole(h, w, height, width), "cpu").Measure(CancellationToken.None);

        Assert.That(measured.IsSound);
        Assert.That(measured.PerLrPixel, Is.GreaterThanOrEqualTo(4 * (3 + 3 + 8)));
    }

    [Test]
    public void A_measurement_is_known_again_for_the_same_steps_device_and_threads_alone()
    {
        using var folder = new TemporaryFolder();
        using var model = new ModelFactory(new TestParts()).Create(UpscaleRuns.Tiny("lmi"));
        var cache = new CalibrationCache(folder.Path("memory.json"));
        var count = 0;
        (MemoryModel, bool) Measure()
        {
            count++;
            return Known;
        }

        cache.Of(model, Grid, "cpu", 2, Measure);
        cache.Of(model, GridQueries.Whole(2000, 3000, 7400, 11100), "cpu", 2, Measure);
        Assert.That(count, Is.EqualTo(1), "the same steps");
        cache.Of(model, GridQueries.Whole(1000, 1500, 3701, 5550), "cpu", 2, Measure);
        Assert.That(count, Is.EqualTo(2), "another step");
        cache.Of(model, Grid, "cuda", 2, Measure);
        Assert.That(count, Is.EqualTo(3), "another device");
        cache.Of(model, Grid, "cpu", 1, Measure);
        Assert.That(count, Is.EqualTo(4), "other threads");
    }

    [TestCase(0.0)]
    [TestCase(-64.0)]
    public void A_pixel_that_takes_nothing_is_neither_remembered_nor_believed(double slope)
    {
        using var folder = new TemporaryFolder();
        using var model = new ModelFactory(new TestParts()).Create(UpscaleRuns.Tiny("lmi"));
        var cache = new CalibrationCache(folder.Path("memory.json"));
        cache.Of(model, Grid, "cpu", 2, () => (new MemoryModel(slope, 1e6), true));
        cache.Of(model, Grid, "cpu", 2, () => (new MemoryModel(512, 1e6), false));
        Assert.That(File.Exists(folder.Path("memory.json")), Is.False, "neither what cannot be nor what is not sure");

        cache.Of(model, Grid, "cpu", 2, () => Known);
        var stored = JsonNode.Parse(File.ReadAllText(folder.Path("memory.json")))!.AsObject();
        stored.Single().Value!["bytes_per_lr_pixel"] = slope;
        File.WriteAllText(folder.Path("memory.json"), stored.ToJsonString());
        Assert.That(cache.Of(model, Grid, "cpu", 2, () => Known).PerLrPixel, Is.EqualTo(512), "measured again");
    }

    [Test]
    public unsafe void A_peak_is_seen_where_the_kernel_refuses_to_count_anew()
    {
        using var watch = new PeakWatch(() => false);
        var block = NativeMemory.Alloc((nuint)Block);
        NativeMemory.Fill(block, (nuint)Block, 1);

        // What other tests left may be given back meanwhile: the block counts within all that is held now.
        var most = ProcessMemory.Resident() - (Block / 10);
        Assert.That(watch.IsExact, Is.False);
        Assert.That(SpinWait.SpinUntil(() => watch.Seen >= most, 60_000), "the thread looks");
        NativeMemory.Free(block);
        Assert.That(watch.Bytes, Is.GreaterThanOrEqualTo(most), "and remembers");
    }
}
