using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Data;

public sealed class RealPairsTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void RealSR_pairs_lie_beside_each_other_at_any_depth()
    {
        Save("Canon/Test/2/Canon_001_HR.png", 20, 30);
        Save("Canon/Test/2/Canon_001_LR2.png", 10, 15);
        Save("Nikon/Test/4/Nikon_001_HR.png", 40, 60);
        Save("Nikon/Test/4/Nikon_001_LR4.png", 10, 15);
        Assert.That(Source().List().Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("Canon/Test/2/Canon_001_HR", 2.0), ("Nikon/Test/4/Nikon_001_HR", 4.0) }));
    }

    [Test]
    public void DRealSR_pairs_lie_in_folders_called_alike_but_for_HR_and_LR()
    {
        Save("Test_x4/test_HR/DSC_1_x1.png", 40, 60);
        Save("Test_x4/test_LR/DSC_1_x4.png", 10, 15);
        Save("x2/HR/same.png", 20, 30);
        Save("x2/LR/same.png", 10, 15);
        Assert.That(Source().List().Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("x2/HR/same", 2.0), ("Test_x4/test_HR/DSC_1_x1", 4.0) }));
    }

    [Test]
    public void SR_RAW_sequences_go_with_their_first_image_and_aligned_ones_come_before_cropped_ones()
    {
        foreach (var name in new[] { "00001", "00002", "00003" })
        {
            Save($"train/00007/cropped/{name}.png", 20, 30);
            Save($"train/00007/aligned/{name}.png", 20, 30);
        }

        var pairs = Source().List();
        Assert.That(pairs.Select(pair => pair.Image), Is.EqualTo(new[] { "train/00007/00002", "train/00007/00003" }));
        Assert.That(pairs.Select(pair => pair.Path), Is.All.EndsWith(Path.Combine("aligned", "00001.png")));
    }

    [Test]
    public void City100_pairs_are_found_and_give_patches_of_scale_1_or_of_a_shrunk_LR_image()
    {
        var root = SharedImages.FolderOrIgnore("City100");
        var source = new RealPairsSource(new RealPairsOptions { Root = root });
        Assert.That(source.List().Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("001H", 1.0), ("002H", 1.0), ("003H", 1.0) }));
        using var patch = source.LoadPatch(new PatchRequest(1, 24, new SampleRandom(1)));
        Assert.That(patch.Hr.shape, Is.EqualTo(patch.Lr.shape));

        var shrinking = new RealPairsSource(new RealPairsOptions { Root = root, Shrink = 2.9 });
        using var small = shrinking.LoadPatch(new PatchRequest(1, 24, new SampleRandom(1)));
        Assert.That(small.Info.Scale, Is.EqualTo(2.9));
        Assert.That(small.Hr.shape[2], Is.InRange(69, 70));
        using var whole = shrinking.Load(shrinking.List()[0]);
        Assert.That((whole.Lr.shape[2], whole.Lr.shape[3]), Is.EqualTo((300L, 420L)));
        Assert.That(whole.Grid, Is.EqualTo(GridQueries.Whole(300, 420, 870, 1218)));
    }

    [Test]
    public void Several_LR_images_of_one_HR_image_and_size_are_pairs_of_their_own()
    {
        // As RealSR has them: all of HR's size.
        CozFolder.Save(_folder, "a_HR.png", TestImages.Waves(12, 14, 1));
        CozFolder.Save(_folder, "a_LR2.png", TestImages.Waves(12, 14, 2));
        CozFolder.Save(_folder, "a_LR4.png", TestImages.Waves(12, 14, 3));
        var source = Source();
        Assert.That(source.List().Select(pair => pair.Image), Is.EqualTo(new[] { "a_HR (a_LR2.png)", "a_HR (a_LR4.png)" }));
        foreach (var (info, seed) in source.List().Zip([2, 3]))
        {
            using var pair = source.Load(info);
            using var expected = TestImages.Waves(12, 14, seed);
            Assert.That((pair.Lr - expected).abs().max().item<float>(), Is.LessThan(1e-6), info.Image);
        }
    }

    [Test]
    public void Patches_of_a_pair_fit_their_grid()
    {
        CozFolder.Save(_folder, "a_LR2.png", RampPatch.Image(20, 22));
        CozFolder.Save(_folder, "a_HR.png", RampPatch.Image(50, 55, 2.5, 2.5));
        for (var i = 0; i < 20; i++)
        {
            using var patch = Source().LoadPatch(new PatchRequest(0, 7, new SampleRandom(i)));
            RampPatch.AssertGridFits(patch);
        }
    }

    [Test]
    public void Paired_folders_give_patches_of_the_part_of_HR_that_LR_stands_for()
    {
        CozFolder.Save(_folder, "LR/a.png", RampPatch.Image(20, 20));
        CozFolder.Save(_folder, "HR/a.png", RampPatch.Image(51, 51, 2.5, 2.5));
        var source = new PairedFoldersSource(new PairedFoldersOptions { Hr = _folder.Path("HR", "x")[..^2], Lr = _folder.Path("LR", "x")[..^2], Scales = [2.5] });
        Assert.That(source.Count, Is.EqualTo(1));
        for (var i = 0; i < 20; i++)
        {
            using var patch = source.LoadPatch(new PatchRequest(0, 7, new SampleRandom(i)));
            RampPatch.AssertGridFits(patch);
        }
    }

    [Test]
    public void Where_no_names_match_the_known_ones_are_told()
    {
        Save("a.png", 8, 8);
        Assert.That(() => Source().List(), Throws.InstanceOf<CozException>().With.Message.Contains("a_HR and a_LR4").And.Message.Contains("paired-folders"));
    }

    private RealPairsSource Source() => new(new RealPairsOptions { Root = _folder.FullPath });

    private void Save(string path, int height, int width) => CozFolder.Save(_folder, path, TestImages.Waves(height, width));
}
