using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class PatchTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void The_LR_patch_is_the_HR_crop_degraded_as_the_toolkit_does_level_for_level(
        [Values] Degradation degradation, [Values(1, 1.02, 1.7, 2, 3.31, 4)] double scale, [Values(5, 12)] int size)
    {
        Write("a.png", 50, 61);
        var source = Source(degradation);
        using var patch = source.LoadPatch(new PatchRequest(0, size, new SampleRandom(3), scale));
        var side = (int)Math.Round(size * scale, MidpointRounding.ToEven);
        Assert.That(patch.Hr.shape, Is.EqualTo(new long[] { 1, 3, side, side }));
        using var expected = Resize.Degrade(patch.Hr, size, size, degradation);
        Assert.That((patch.Lr - expected).abs().max().item<float>(), Is.Zero);
        Assert.That(patch.Grid, Is.EqualTo(GridQueries.Whole(size, size, side, side)));
    }

    [Test]
    public void The_crop_is_a_part_of_the_photo_and_every_place_comes()
    {
        var values = Enumerable.Range(0, 3 * 6 * 7).Select(i => (i / 42 * 80 + i % 42) / 255f).ToArray();
        using (var image = TorchSharp.torch.tensor(values, [1, 3, 6, 7]))
            ImageFile.Write(_folder.Path("a.png"), image);
        var source = Source(Degradation.Box);
        var places = new HashSet<int>();
        for (var i = 0; i < 300; i++)
        {
            using var patch = source.LoadPatch(new PatchRequest(0, 2, new SampleRandom(i), 2));
            using var first = patch.Hr[0, 0, 0, 0];
            var place = (int)Math.Round(first.item<float>() * 255);
            places.Add(place);
            using var expected = TorchSharp.torch.tensor(values, [1, 3, 6, 7]).narrow(2, place / 7, 4).narrow(3, place % 7, 4);
            Assert.That((patch.Hr - expected).abs().max().item<float>(), Is.Zero);
        }

        Assert.That(places, Has.Count.EqualTo(3 * 4));
    }

    [Test]
    public void Scales_fill_their_range_and_a_batch_s_scale_is_kept()
    {
        Write("a.png", 64, 64);
        var source = new ImageFolderSource(new ImageFolderOptions { Root = _folder.FullPath, ScaleMin = 1.5, ScaleMax = 3 });
        var scales = Enumerable.Range(0, 200).Select(i => ScaleOf(source, new PatchRequest(0, 10, new SampleRandom(1, i)))).ToList();
        Assert.That(scales, Is.All.InRange(1.5, 3));
        Assert.That((scales.Min(), scales.Max()), Is.EqualTo((1.5, 3.0)).Using<(double Min, double Max)>((a, b) => Math.Abs(a.Min - b.Min) + Math.Abs(a.Max - b.Max) < 0.1 ? 0 : 1));
        Assert.That(source.DrawScale(new SampleRandom(5)), Is.InRange(1.5, 3));
        Assert.That(ScaleOf(source, new PatchRequest(0, 10, new SampleRandom(1), 2.25)), Is.EqualTo(2.25));
    }

    [Test]
    public void With_shrink_max_the_HR_crop_is_a_larger_part_of_the_photo_made_smaller()
    {
        // A ramp along x of two levels a pixel: shrunk by f it rises by 2 f, and a bicubic keeps a ramp inside.
        var values = Enumerable.Range(0, 3 * 120 * 120).Select(i => i % 120 * 2 / 255f).ToArray();
        using (var image = TorchSharp.torch.tensor(values, [1, 3, 120, 120]))
            ImageFile.Write(_folder.Path("a.png"), image);
        var source = new ImageFolderSource(new ImageFolderOptions { Root = _folder.FullPath, ShrinkMax = 3 });
        var slopes = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            using var patch = source.LoadPatch(new PatchRequest(0, 10, new SampleRandom(i), 2));
            Assert.That(patch.Hr.shape, Is.EqualTo(new long[] { 1, 3, 20, 20 }));
            using var expected = Resize.Degrade(patch.Hr, 10, 10, Degradation.MatlabBicubic);
            Assert.That((patch.Lr - expected).abs().max().item<float>(), Is.Zero);
            slopes.Add((patch.Hr[0, 1, 9, 15].item<float>() - patch.Hr[0, 1, 9, 5].item<float>()) * 255 / 20);
        }

        Assert.That(slopes, Is.All.InRange(0.94, 3.06));
        Assert.That(slopes.Average(), Is.EqualTo(2).Within(0.15));
        Assert.That((slopes.Min(), slopes.Max()), Is.EqualTo((1.0, 3.0)).Using<(double Min, double Max)>((a, b) => Math.Abs(a.Min - b.Min) + Math.Abs(a.Max - b.Max) < 0.2 ? 0 : 1));
    }

    [Test]
    public void Shrink_max_asks_no_more_of_a_photo_than_it_has()
    {
        Write("a.png", 45, 60);
        var source = new ImageFolderSource(new ImageFolderOptions { Root = _folder.FullPath, ShrinkMax = 16 });
        for (var i = 0; i < 50; i++)
            source.LoadPatch(new PatchRequest(0, 11, new SampleRandom(i), 4)).Dispose();
        Assert.That(() => source.LoadPatch(new PatchRequest(0, 12, new SampleRandom(1), 4)), Throws.InstanceOf<CozException>().With.Message.Contains("48x48"));
    }

    [Test]
    public void Without_shrink_max_nothing_but_the_place_is_drawn()
    {
        Write("a.png", 45, 60);
        using var photo = ImageFile.Read(_folder.Path("a.png"));
        using var patch = Source(Degradation.MatlabBicubic).LoadPatch(new PatchRequest(0, 10, new SampleRandom(7), 2));
        var random = new SampleRandom(7);
        var (top, left) = (random.NextInt(45 - 20 + 1), random.NextInt(60 - 20 + 1));
        using var expected = photo.Pixels.narrow(2, top, 20).narrow(3, left, 20);
        Assert.That((patch.Hr - expected).abs().max().item<float>(), Is.LessThan(1e-6));
    }

    [Test]
    public void Shrink_max_goes_with_no_camera_s_degradation() =>
        Assert.That(new ProceduralOptions { ShrinkMax = 2, Optics = new OpticsOptions() }.Validate(), Has.One.Contains("shrink_max"));

    [Test]
    public void A_patch_is_a_function_of_its_request_on_any_number_of_threads()
    {
        Write("a.png", 80, 70);
        Write("b.png", 75, 90);
        var expected = Enumerable.Range(0, 64).Select(i => Sum(Source(Degradation.PillowBicubic), i)).ToList();
        var shared = Source(Degradation.PillowBicubic, cacheMb: 1);
        var actual = new double[64];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[63 - i] = Sum(shared, 63 - i));
        Assert.That(actual, Is.EqualTo(expected));

        static double Sum(ImageFolderSource source, int index)
        {
            using var patch = source.LoadPatch(new PatchRequest(index % 2, 12, new SampleRandom(0, 0, index)));
            return patch.Hr.sum().item<float>() + (1000 * patch.Lr.sum().item<float>()) + patch.Grid.Rows.Count;
        }
    }

    [Test]
    public void A_photo_that_is_too_small_is_named_with_the_size_that_is_missing()
    {
        Write("a.png", 40, 90);
        Assert.That(() => Source(Degradation.Box).LoadPatch(new PatchRequest(0, 12, new SampleRandom(1), 4)),
            Throws.InstanceOf<CozException>().With.Message.Contains(_folder.Path("a.png")).And.Message.Contains("90x40").And.Message.Contains("48x48"));
    }

    [Test]
    public void A_file_deleted_or_cut_short_in_mid_epoch_is_one_clear_fault_and_the_others_go_on([Values] bool isDeleted)
    {
        Write("a.png", 60, 60);
        Write("b.png", 60, 60);
        var source = Source(Degradation.PillowBicubic);
        source.LoadPatch(new PatchRequest(0, 8, new SampleRandom(1))).Dispose();
        if (isDeleted)
            File.Delete(_folder.Path("b.png"));
        else
            File.WriteAllBytes(_folder.Path("b.png"), File.ReadAllBytes(_folder.Path("b.png"))[..200]);
        for (var i = 0; i < 2; i++)
        {
            Assert.That(() => source.LoadPatch(new PatchRequest(1, 8, new SampleRandom(1))),
                Throws.InstanceOf<CozException>().With.Message.Contains(_folder.Path("b.png")).And.Message.Not.Contains("\n"));
        }

        source.LoadPatch(new PatchRequest(0, 8, new SampleRandom(2))).Dispose();
        Write("b.png", 60, 60);
        source.LoadPatch(new PatchRequest(1, 8, new SampleRandom(1))).Dispose();
    }

    [Test]
    public void Built_in_images_give_patches_of_what_their_pairs_show()
    {
        var source = new ProceduralSource(new ProceduralOptions { Height = 40, Width = 40, Count = 5, Scales = [1] });
        Assert.That(source.Count, Is.EqualTo(5));
        for (var item = 0; item < 5; item++)
        {
            using var patch = source.LoadPatch(new PatchRequest(item, 10, new SampleRandom(1), 4));
            using var whole = source.Load(source.List()[item]);
            Assert.That((patch.Hr - whole.Hr).abs().max().item<float>(), Is.LessThan(1e-6), patch.Info.Image);
        }
    }

    [Test]
    public void Options_with_an_empty_range_of_scales_are_faults()
    {
        Assert.That(new ProceduralOptions { ScaleMin = 3, ScaleMax = 2 }.Validate(), Has.One.Contains("scale_min"));
        Assert.That(new ProceduralOptions { ScaleMin = 0.5 }.Validate(), Has.One.Contains("scale_min"));
        Assert.That(new ProceduralOptions().Validate(), Is.Empty);
    }

    [Test]
    public void Patches_leave_no_tensor_behind()
    {
        Write("a.png", 40, 40);
        var source = Source(Degradation.PillowBicubic);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 20; i++)
            new Flips().Apply(source.LoadPatch(new PatchRequest(0, 8, new SampleRandom(i))), new SampleRandom(i, 1)).Dispose();
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private static double ScaleOf(IPatchSource source, PatchRequest request)
    {
        using var patch = source.LoadPatch(request);
        return patch.Info.Scale;
    }

    private ImageFolderSource Source(Degradation degradation, int cacheMb = 100) =>
        new(new ImageFolderOptions { Root = _folder.FullPath, Degradation = degradation, CacheMb = cacheMb });

    private void Write(string name, int height, int width)
    {
        using var image = TestImages.Waves(height, width);
        ImageFile.Write(_folder.Path(name), image);
    }
}
