using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class CozSourceTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Exact_patches_say_where_their_pixels_are_with_a_measured_offset_and_after_any_turn()
    {
        CozFolder.WriteRamps(_folder, "train_LR/a/1.png", "train_LR/a/2.png");
        Index("train_LR/a/1.png", "train_LR/a/2.png").Write(_folder.FullPath);
        var shapes = new HashSet<(long, long)>();
        for (var i = 0; i < 60; i++)
        {
            using var patch = new Flips().Apply(Source().LoadPatch(new PatchRequest(0, 7, new SampleRandom(1, i))), new SampleRandom(2, i));
            RampPatch.AssertGridFits(patch, within: 5e-3);
            AssertCentresLieOver(patch);
            Assert.That(() => patch.Grid.Rows.FirstIndex + patch.Grid.Columns.FirstIndex, Is.InRange(0, 90), "no fraction grew out of 64 bits");
            shapes.Add((patch.Hr.shape[2], patch.Hr.shape[3]));
        }

        Assert.That(shapes, Is.SubsetOf(new[] { (14L, 17L), (14L, 18L), (17L, 14L), (18L, 14L) }));
    }

    [Test]
    public void Without_an_index_the_ratio_of_each_axis_places_the_pixels()
    {
        CozFolder.Save(_folder, "train_LR/a/1.png", RampPatch.Image(20, 22));
        CozFolder.Save(_folder, "train_LR/a/2.png", RampPatch.Image(25, 55, 1.25, 2.5));
        for (var i = 0; i < 30; i++)
        {
            using var patch = Source().LoadPatch(new PatchRequest(0, 7, new SampleRandom(1, i)));
            Assert.That((patch.Info.Scale, patch.Grid.Rows.Scale, patch.Grid.Columns.Scale), Is.EqualTo((2.5, 1.25, 2.5)));
            RampPatch.AssertGridFits(patch);
            AssertCentresLieOver(patch);
        }
    }

    [Test]
    public void Strict_pairs_are_preferred_to_frames()
    {
        CozFolder.WriteRamps(_folder, "train_LR/a/1.png", "train_LR/a/2.png");
        CozFolder.WriteRamps(_folder, "pairs/a/lr.png", "pairs/a/hr.png");
        var strict = new IndexPair("pairs/a/lr.png", "pairs/a/hr.png", "a", false, new AxisPair(2, 2.5), new AxisPair(0.25, 0.3));
        (Index("train_LR/a/1.png", "train_LR/a/2.png") with { Pairs = [strict] }).Write(_folder.FullPath);
        for (var i = 0; i < 10; i++)
        {
            using var patch = Source().LoadPatch(new PatchRequest(0, 7, new SampleRandom(1, i)));
            Assert.That(patch.Info.Path, Does.EndWith(Path.Combine("pairs", "a", "hr.png")));
            RampPatch.AssertGridFits(patch, within: 5e-3);
        }
    }

    [Test]
    public void A_measured_whole_pair_is_cut_to_what_lies_over_LR_and_fits_its_grid()
    {
        CozFolder.WriteRamps(_folder, "test_LR/a/1.png", "test_HR/a.png");
        CozFolder.Save(_folder, "test_HR/a.png", RampPatch.Image(44, 60, 2, 2.5, -0.75, -0.5));
        var index = Index("test_LR/a/1.png", "test_HR/a.png");
        (index with { Frames = [index.Frames[0], index.Frames[1] with { Offset = new AxisPair(-0.75, -0.5) }] }).Write(_folder.FullPath);
        var source = Source(scales: [2.5]);
        using var pair = source.Load(source.List().Single());
        Assert.That(pair.Hr.shape[2..], Is.EqualTo(new long[] { 40, 55 }));
        RampPatch.AssertGridFits(pair, within: 5e-3);
    }

    [Test]
    public void Official_patches_are_those_of_the_released_code()
    {
        CozFolder.Save(_folder, "train_LR/a/1.png", RampPatch.Image(10, 10));
        CozFolder.Save(_folder, "train_LR/a/2.png", RampPatch.Image(23, 25, 2.5, 2.5));
        var overflowed = 0;
        for (var i = 0; i < 60; i++)
        {
            using var patch = Source(CozMode.Official).LoadPatch(new PatchRequest(0, 5, new SampleRandom(1, i)));
            Assert.That(patch.Hr.shape[2..], Is.EqualTo(new long[] { 12, 12 }), "round(12.5), half to even");
            Assert.That(patch.Grid, Is.EqualTo(GridQueries.Whole(5, 5, 12, 12)), "as if it covered the LR crop");
            var (row, column) = (Place(patch.Lr, 0), Place(patch.Lr, 1));
            var (top, left) = ((int)Math.Round(row * 2.5, MidpointRounding.ToEven), (int)Math.Round(column * 2.5, MidpointRounding.ToEven));
            Assert.That(patch.Hr[0, 0, 0, 0].item<float>() * RampPatch.Unit, Is.EqualTo((top + 0.5) / 2.5).Within(1e-3));
            Assert.That(patch.Hr[0, 1, 0, 0].item<float>() * RampPatch.Unit, Is.EqualTo((left + 0.5) / 2.5).Within(1e-3));
            var missing = Math.Max(0, top + 12 - 23);
            overflowed += missing;
            if (missing > 0)
                Assert.That(patch.Hr.narrow(2, 12 - missing, missing).abs().max().item<float>(), Is.Zero, "black beyond the border");
        }

        Assert.That(overflowed, Is.Positive);
    }

    [Test]
    public void Any_two_images_of_a_scene_make_a_patch_and_the_scale_is_the_ratio_of_their_widths([Values] CozMode mode)
    {
        CozFolder.Write(_folder);
        var source = Source(mode);
        Assert.That((source.Count, source.DrawScale(new SampleRandom(1))), Is.EqualTo((2, (double?)null)));
        var scales = Enumerable.Range(0, 60).Select(i => Patch(source, i).Scale).Select(scale => Math.Round(scale, 3)).Distinct().Order().ToList();
        Assert.That(scales, Is.EqualTo(new[] { 1.5, 1.667, 2.5 }));
    }

    [Test]
    public void A_patch_is_a_function_of_its_request_on_any_number_of_threads([Values] CozMode mode)
    {
        CozFolder.Write(_folder);
        var expected = Enumerable.Range(0, 40).Select(i => Patch(Source(mode), i)).ToList();
        var shared = Source(mode);
        var actual = new (double, double)[40];
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => actual[39 - i] = Patch(shared, 39 - i));
        Assert.That(actual, Is.EqualTo(expected));
    }

    [Test]
    public void Official_tests_take_files_by_their_place_and_leave_three_scenes_out_at_x6()
    {
        for (var scene = 154; scene <= 190; scene++)
            CozFolder.WriteTest(_folder, $"{scene}", 24, 36, scene is 157 or 158 or 185 ? [2, 3, 4] : [2, 3, 4, 5, 6], scene);
        var pairs = Source(CozMode.Official, scales: [2, 6]).List();
        Assert.That(pairs.Count(pair => pair.Scale == 2), Is.EqualTo(37));
        Assert.That(pairs.Where(pair => pair.Scale == 6).Select(pair => pair.Image), Has.Exactly(34).Items.And.None.AnyOf("157", "158", "185"));
        Assert.That(new CozSource(new CozOptions { Root = _folder.FullPath, Mode = CozMode.Official, Scales = [6], Limit = 5 }).List().Select(pair => pair.Image), Is.EqualTo(new[] { "154", "155", "156" }), "the list is of the set, whatever part of it is asked for");
        Assert.That(() => Source(CozMode.Official, scales: [5]).List(), Throws.InstanceOf<CozException>().With.Message.Contains("157").And.Message.Contains("mode exact"));
    }

    [Test]
    public void Exact_tests_take_the_frame_whose_true_scale_is_nearest()
    {
        CozFolder.WriteTest(_folder, "a", 60, 90, [3, 2], 1);
        CozFolder.WriteTest(_folder, "b", 60, 90, [4], 2);
        var source = Source(scales: [2, 3.1, 4]);
        Assert.That(source.List().Select(pair => (pair.Scale, pair.Image)), Is.EqualTo(new[] { (2, "a"), (3.1, "a"), (4, "b") }));
        using var pair = source.Load(source.List()[1]);
        Assert.That(pair.Grid.Columns.Scale, Is.EqualTo(3).Within(1e-9));
        Assert.That(() => Source(scales: [8]).List(), Throws.InstanceOf<CozException>().With.Message.Contains("2, 3, 4"));
    }

    [Test]
    public void A_set_without_a_test_half_lends_its_training_half_and_says_so()
    {
        CozFolder.Write(_folder, testScales: []);
        var pairs = Source(scales: [1.67, 2.5]).List();
        Assert.That(pairs.Select(pair => pair.Scale), Is.EqualTo(new[] { 1.67, 1.67, 2.5, 2.5 }));
        Assert.That(pairs.Select(pair => pair.Dataset), Is.All.EndsWith(" (train)"));
        Assert.That(() => Source(scales: [2], split: CozSplit.Test).List(), Throws.InstanceOf<CozException>().With.Message.Contains("test_"));
    }

    [Test]
    public void Scenes_that_are_held_out_give_pairs_and_no_patches([Values] CozMode mode)
    {
        CozFolder.Write(_folder, scenes: 4);
        var training = Source(mode, holdOut: 1);
        Assert.That(training.Count, Is.EqualTo(3));
        Assert.That(Enumerable.Range(0, 3).Select(item => SceneOf(training, item)), Is.EqualTo(new[] { "scene1", "scene2", "scene3" }));
        var pairs = Source(scales: [1.67, 2.5], split: CozSplit.HeldOut, holdOut: 1).List();
        Assert.That(pairs.Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("scene4", 1.67), ("scene4", 2.5) }));
        Assert.That(pairs.Select(pair => pair.Dataset), Is.All.EndsWith(" (held out)"));
        Assert.That(() => Source(holdOut: 4).Count, Throws.InstanceOf<CozException>().With.Message.Contains("leave at least one"));
        Assert.That(new CozOptions { Root = "x", Split = CozSplit.HeldOut }.Validate(), Has.One.Contains("hold_out"));

        static string SceneOf(CozSource source, int item)
        {
            using var patch = source.LoadPatch(new PatchRequest(item, 8, new SampleRandom(1)));
            return patch.Info.Image;
        }
    }

    [Test]
    public void Patches_are_of_the_half_that_split_names()
    {
        CozFolder.Write(_folder, scenes: 4);
        Assert.That(Scenes(Source(split: CozSplit.HeldOut, holdOut: 1)), Is.EqualTo(new[] { "scene4" }), "validation_patches on them sees nothing that is trained on");
        Assert.That(Scenes(Source(split: CozSplit.Test)), Is.EqualTo(new[] { "scene51", "scene52", "scene53", "scene54" }));
        Assert.That(Enumerable.Range(0, 20).Select(i => Math.Round(Patch(Source(split: CozSplit.Test), i).Scale, 3)).Distinct(), Is.EquivalentTo(new[] { 2, 3 }), "an LR image and the HR image");

        static IEnumerable<string> Scenes(CozSource source)
        {
            for (var item = 0; item < source.Count; item++)
            {
                using var patch = source.LoadPatch(new PatchRequest(item, 8, new SampleRandom(1)));
                yield return patch.Info.Image;
            }
        }
    }

    [Test]
    public void Of_the_test_frames_that_an_index_lists_those_in_folders_that_begin_as_asked_are_candidates()
    {
        CozFolder.WriteTest(_folder, "a", 60, 90, [2], 1);
        CozFolder.Save(_folder, "test_LR_add/a/3.png", TestImages.Waves(20, 30));
        IndexFrame Frame(string path, double scale) => new(path, "a", new AxisPair(scale, scale), default);
        new DatasetIndex([Frame("test_LR_add/a/3.png", 1), Frame("test_LR/a/2.png", 1.5), Frame("test_HR/a.png", 3)], []).Write(_folder.FullPath);
        IEnumerable<double> Scales(string testLr) => new CozSource(new CozOptions { Root = _folder.FullPath, Scales = [2, 3], TestLr = testLr }).List().Select(pair => pair.Scale);

        Assert.That(Scales("test_LR"), Is.EqualTo(new[] { 2, 3 }));
        Assert.That(Scales("test_LR_add"), Is.EqualTo(new[] { 3 }));
    }

    [Test]
    public void What_cannot_be_a_data_set_is_one_clear_fault()
    {
        Assert.That(() => Source().Count, Throws.InstanceOf<CozException>().With.Message.Contains("train_LR"));
        CozFolder.Save(_folder, "train_LR/a/1.png", TestImages.Waves(20, 20));
        Assert.That(() => Source().Count, Throws.InstanceOf<CozException>().With.Message.Contains("another focal length"));
        CozFolder.WriteTest(_folder, "x", 24, 24, [2], 1);
        CozFolder.Save(_folder, "test_HR/y.png", TestImages.Waves(20, 20));
        Assert.That(() => Source(scales: [2]).List(), Throws.InstanceOf<CozException>().With.Message.Contains("1 scenes").And.Message.Contains("2 images"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_file_deleted_or_cut_short_in_mid_epoch_is_named(bool isDeleted)
    {
        CozFolder.Write(_folder, scenes: 1, trainScales: [1, 2], testScales: []);
        var source = Source();
        _ = source.Count;
        var path = _folder.Path("train_LR", "scene1", "200.png");
        if (isDeleted)
            File.Delete(path);
        else
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..300]);
        Assert.That(() => Patch(source, 0), Throws.InstanceOf<CozException>().With.Message.Contains("200.png").And.Message.Not.Contains("\n"));
    }

    [Test]
    public void Official_options_that_its_code_cannot_do_are_faults()
    {
        Assert.That(new CozOptions { Root = "x", Mode = CozMode.Official, Scales = [2.5] }.Validate(), Has.One.Contains("scales"));
        Assert.That(new CozOptions { Root = "x", Mode = CozMode.Official, Split = CozSplit.Train }.Validate(), Has.One.Contains("split"));
        Assert.That(new CozOptions { Root = "x", TestLr = "../a" }.Validate(), Has.One.Contains("test_lr"));
        Assert.That(new CozOptions { Root = "x", Scales = [2.5] }.Validate(), Is.Empty);
    }

    private static DatasetIndex Index(string first, string second) => new(
        [new IndexFrame(first, "a", new AxisPair(1, 1), default), new IndexFrame(second, "a", new AxisPair(2, 2.5), new AxisPair(0.25, 0.3))], []);

    private static int Place(TorchSharp.torch.Tensor lr, int channel) => (int)Math.Round((lr[0, channel, 0, 0].item<float>() * RampPatch.Unit) - 0.5);

    private static void AssertCentresLieOver(ImagePair patch)
    {
        foreach (var (axis, size) in new[] { (patch.Grid.Rows, patch.Lr.shape[2]), (patch.Grid.Columns, patch.Lr.shape[3]) })
        {
            Assert.That(axis.Centre(0).ToDouble(), Is.InRange(0.0, axis.Step.ToDouble() + 1e-6));
            Assert.That(axis.Centre(axis.Count - 1).ToDouble(), Is.InRange(size - axis.Step.ToDouble() - 1e-6, size));
        }
    }

    private static (double Scale, double Sum) Patch(CozSource source, int index)
    {
        using var patch = source.LoadPatch(new PatchRequest(index % source.Count, 8, new SampleRandom(3, index)));
        return (patch.Info.Scale, patch.Hr.sum().item<float>() + (100 * patch.Lr.sum().item<float>()));
    }

    private CozSource Source(CozMode mode = CozMode.Exact, double[]? scales = null, CozSplit split = CozSplit.Auto, int holdOut = 0) =>
        new(new CozOptions { Root = _folder.FullPath, Mode = mode, Scales = scales ?? [2, 3, 4], Split = split, HoldOut = holdOut });
}
