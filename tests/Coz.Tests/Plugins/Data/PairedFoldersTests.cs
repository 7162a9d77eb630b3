using Coz.Contracts;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class PairedFoldersTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_pattern_finds_the_folder_and_the_files_of_each_scale()
    {
        Write("HR/girl.png", 21, 31);
        Write("LR/X2/girlx2.png", 10, 15);
        Write("LR/X3/girlx3.png", 7, 10);
        var source = Source("HR", "LR/X{scale}", 2, 3);
        Assert.That(source.List().Select(pair => (pair.Image, pair.Scale)), Is.EqualTo(new[] { ("girl", 2.0), ("girl", 3.0) }));
        using var pair = source.Load(source.List()[0]);
        Assert.That(pair.Lr.shape[2..], Is.EqualTo(new long[] { 10, 15 }));
        Assert.That(pair.Hr.shape[2..], Is.EqualTo(new long[] { 20, 30 }), "the top-left part that the LR image stands for");
    }

    [Test]
    public void Without_scales_the_ratio_of_the_sizes_is_the_scale()
    {
        Write("HR/1H.png", 27, 36);
        Write("LR/1L.png", 10, 17);
        var source = Source("HR", "LR");
        var info = source.List().Single();
        Assert.That(info.Scale, Is.EqualTo(2.12), "36 / 17: photos of one nominal scale are not each of a scale of its own");
        using var pair = source.Load(info);
        Assert.That((pair.Grid.Rows.Scale, pair.Grid.Columns.Scale), Is.EqualTo((2.7, 36.0 / 17)).Using<(double A, double B)>((a, b) => Math.Abs(a.A - b.A) + Math.Abs(a.B - b.B) < 1e-12 ? 0 : 1));
    }

    [Test]
    public void A_nominal_scale_near_the_true_ratio_keeps_the_whole_images()
    {
        Write("HR/a.png", 207, 310);
        Write("LR/a.png", 100, 150);
        var source = Source("HR", "LR", 2);
        using var pair = source.Load(source.List().Single());
        Assert.That(pair.Hr.shape[2..], Is.EqualTo(new long[] { 207, 310 }));
        Assert.That(pair.Grid.Rows.Scale, Is.EqualTo(2.07).Within(1e-12));
    }

    [Test]
    public void A_file_without_partner_is_named()
    {
        Write("HR/a.png", 20, 20);
        Write("HR/b.png", 20, 20);
        Write("LR/a.png", 10, 10);
        Assert.That(() => Source("HR", "LR").List(), Throws.InstanceOf<CozException>().With.Message.StartsWith(_folder.Path("HR", "b.png")));
    }

    [Test]
    public void Sizes_that_do_not_fit_the_scale_are_refused()
    {
        Write("HR/a.png", 40, 40);
        Write("LR/a.png", 10, 10);
        var source = Source("HR", "LR", 2);
        Assert.That(() => source.Load(source.List()[0]), Throws.InstanceOf<CozException>().With.Message.Contains("scale 2 is expected, the ratio is 4"));
    }

    [Test]
    public void Options_that_do_not_go_together_are_faults()
    {
        Assert.That(new PairedFoldersOptions { Hr = "h", Lr = "l/X{scale}" }.Validate(), Has.One.Items);
        Assert.That(new PairedFoldersOptions { Hr = "h", Lr = "l", Scales = [2, 3] }.Validate(), Has.One.Items);
        Assert.That(new PairedFoldersOptions { Hr = "h", Lr = "l/X{scale}", Scales = [2, 0] }.Validate(), Has.One.Items);
        Assert.That(new PairedFoldersOptions { Hr = "h", Lr = "l" }.Validate(), Is.Empty);
    }

    private PairedFoldersSource Source(string hr, string lr, params double[] scales) =>
        new(new PairedFoldersOptions { Hr = Path.Combine(_folder.FullPath, hr), Lr = Path.Combine(_folder.FullPath, lr), Scales = scales });

    private void Write(string name, int height, int width)
    {
        using var image = TestImages.Waves(height, width);
        ImageFile.Write(_folder.Path(name), image);
    }
}
