using Coz.Contracts;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class ImageFolderTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Pairs_come_by_scale_then_by_name_and_other_files_are_ignored()
    {
        Write("b.png", 20, 30);
        Write("a.PNG", 20, 30);
        Write("B.jpg", 20, 30);
        File.WriteAllText(_folder.Path("notes.txt"), "no image");
        var pairs = Source(2, 3.5).List();
        Assert.That(pairs.Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("B", 2), ("a", 2), ("b", 2), ("B", 3.5), ("a", 3.5), ("b", 3.5) }));
        Assert.That(pairs.Select(pair => pair.Path), Is.All.StartsWith(_folder.FullPath));
    }

    [Test]
    public void Images_that_differ_by_their_ending_alone_keep_it_in_their_names()
    {
        Write("a.png", 20, 30);
        Write("a.bmp", 20, 30);
        Write("b.png", 20, 30);
        Assert.That(Source(2).List().Select(pair => pair.Image), Is.EqualTo(new[] { "a.bmp", "a.png", "b" }));
    }

    [TestCase("HR", "Set5")]
    [TestCase("lr", "Set5")]
    [TestCase("photos", "photos")]
    public void The_data_set_is_called_as_its_folder_or_the_parent_of_HR_and_LR(string sub, string expected)
    {
        Write(Path.Combine("Set5", sub, "a.png"), 8, 8);
        Assert.That(new ImageFolderSource(new ImageFolderOptions { Root = _folder.Path("Set5", sub) }).List()[0].Dataset, Is.EqualTo(expected));
    }

    [Test]
    public void One_folder_is_split_by_file_names_and_patterns()
    {
        foreach (var name in new[] { "001.png", "002.png", "010.png", "a.bmp" })
            Write(name, 20, 30);
        Assert.That(Names(new ImageFolderOptions { Root = _folder.FullPath, Exclude = ["010.png"] }), Is.EqualTo(new[] { "001", "002", "a" }));
        Assert.That(Names(new ImageFolderOptions { Root = _folder.FullPath, Only = ["010.png"] }), Is.EqualTo(new[] { "010" }));
        Assert.That(Names(new ImageFolderOptions { Root = _folder.FullPath, Only = ["0*.png"], Exclude = ["00?.png"] }), Is.EqualTo(new[] { "010" }));
        Assert.That(Names(new ImageFolderOptions { Root = _folder.FullPath, Exclude = ["001.png"], Limit = 1 }), Is.EqualTo(new[] { "002" }));
        Assert.That(new ImageFolderSource(new ImageFolderOptions { Root = _folder.FullPath, Exclude = ["0*"] }).Count, Is.EqualTo(1), "patches follow the split too");
    }

    [TestCase("only", "11.png", "called '11.png'")]
    [TestCase("exclude", "11.png", "called '11.png'")]
    [TestCase("exclude", "*", "leave none of the 1")]
    public void A_split_that_fits_nothing_is_refused(string option, string pattern, string expected)
    {
        Write("010.png", 20, 30);
        var options = new ImageFolderOptions { Root = _folder.FullPath, Only = option == "only" ? [pattern] : [], Exclude = option == "exclude" ? [pattern] : [] };
        Assert.That(() => new ImageFolderSource(options).List(), Throws.TypeOf<CozException>().With.Message.Contains(expected));
    }

    [Test]
    public void A_pair_has_the_sizes_of_the_rules_and_a_grid_over_the_whole()
    {
        Write("a.png", 41, 30);
        var source = Source(2.7);
        using var pair = source.Load(source.List()[0]);
        Assert.That(pair.Lr.shape, Is.EqualTo(new long[] { 1, 3, 15, 11 }));
        Assert.That(pair.Hr.shape, Is.EqualTo(new long[] { 1, 3, 40, 30 }));
        Assert.That((pair.Grid.Rows.Count, pair.Grid.Columns.Count), Is.EqualTo((40, 30)));
        Assert.That(pair.Grid.Rows.Scale, Is.EqualTo(40.0 / 15).Within(1e-12));
    }

    [Test]
    public void The_degradation_is_the_chosen_one([Values] Degradation degradation)
    {
        Write("a.png", 24, 24);
        var source = new ImageFolderSource(new ImageFolderOptions { Root = _folder.FullPath, Scales = [3], Degradation = degradation });
        using var pair = source.Load(source.List()[0]);
        using var expected = Resize.Degrade(pair.Hr, 8, 8, degradation);
        Assert.That((pair.Lr - expected).abs().max().item<float>(), Is.Zero);
    }

    [Test]
    public void An_empty_a_missing_and_a_wrong_folder_are_refused_by_name()
    {
        Assert.That(() => Source(2).List(), Throws.InstanceOf<CozException>().With.Message.Contains(_folder.FullPath).And.Message.Contains("holds no image"));
        Assert.That(() => new ImageFolderSource(new ImageFolderOptions { Root = _folder.Path("none") }).List(), Throws.InstanceOf<CozException>().With.Message.Contains("There is no folder"));
        Write(Path.Combine("HR", "a.png"), 8, 8);
        Assert.That(() => Source(2).List(), Throws.InstanceOf<CozException>().With.Message.Contains($"did you mean {_folder.Path("HR")}?"));
    }

    [Test]
    public void A_text_called_png_is_refused_when_the_pairs_are_listed()
    {
        File.WriteAllText(_folder.Path("a.png"), "a text");
        Assert.That(() => Source(2).List(), Throws.InstanceOf<CozException>().With.Message.Contains(_folder.Path("a.png")));
    }

    [Test]
    public void An_image_too_small_for_a_scale_is_refused_when_the_pairs_are_listed()
    {
        Write("a.png", 7, 40);
        Assert.That(() => Source(2, 8).List(), Throws.InstanceOf<CozException>().With.Message.Contains("40x7"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(1e9)]
    public void An_illegal_scale_is_a_fault_of_the_options(double scale) =>
        Assert.That(new ImageFolderOptions { Root = "x", Scales = [2, scale] }.Validate(), Has.One.Items.And.All.Contains("from 1 to 64"));

    [Test]
    public void Alpha_is_noted_on_the_pair()
    {
        using var mat = new OpenCvSharp.Mat(8, 8, OpenCvSharp.MatType.CV_8UC4, new OpenCvSharp.Scalar(1, 2, 3, 4));
        OpenCvSharp.Cv2.ImWrite(_folder.Path("a.png"), mat);
        var source = Source(2);
        using var pair = source.Load(source.List()[0]);
        Assert.That(pair.Notes, Has.One.Contains("alpha dropped"));
    }

    [Test]
    public void Loading_leaves_no_tensor_behind()
    {
        Write("a.png", 12, 12);
        var source = Source(2);
        var pair = source.List()[0];
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            source.Load(pair).Dispose();
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private ImageFolderSource Source(params double[] scales) => new(new ImageFolderOptions { Root = _folder.FullPath, Scales = scales });

    private static IEnumerable<string> Names(ImageFolderOptions options) =>
        new ImageFolderSource(options with { Scales = [2] }).List().Select(pair => pair.Image);

    private void Write(string name, int height, int width)
    {
        using var image = TestImages.Waves(height, width);
        ImageFile.Write(_folder.Path(name), image);
    }
}
