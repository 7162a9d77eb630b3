using Coz.Tests.CommandLine;
using Coz.Tests.Support;
using NetVips;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>The command as people give it, in a process of its own.</summary>
[TestFixture]
public sealed class CommandLineTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    private string[] Written => [.. Directory.GetFileSystemEntries(_folder.Path("out")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Test]
    public void Five_pictures_are_done_and_the_text_among_them_is_named()
    {
        for (var i = 0; i < 5; i++)
            Photo.Of(33 + (4 * i), 21 + (3 * i)).WriteToFile(_folder.Path("in", $"{i}.png"));
        File.WriteAllText(_folder.Path("in", "zz.png"), "this is no picture");
        ChildUpscale.WriteCheckpoint(_folder.Path("small.safetensors"));
        var (code, output, errors) = Upscale([], "in", "out", "--scale", "2.7", "--model", "small.safetensors");

        Assert.That(code, Is.EqualTo(1), output + errors);
        Assert.That(Lines(errors, "zz.png"), Has.Count.EqualTo(1), errors);
        Assert.That(Written, Is.EqualTo(new[] { "0.png", "1.png", "2.png", "3.png", "4.png" }));
        for (var i = 0; i < 5; i++)
            Assert.That(Photo.ShapeOf(_folder.Path("out", $"{i}.png")), Is.EqualTo(((int)Math.Round(2.7 * (33 + (4 * i))), (int)Math.Round(2.7 * (21 + (3 * i))), 3, Enums.BandFormat.Uchar)));
    }

    [Test]
    public void Odd_pictures_are_done_or_refused_in_a_line_each()
    {
        Photo.Of(1, 1).WriteToFile(_folder.Path("in", "dot.png"));
        Photo.Of(1, 5000).WriteToFile(_folder.Path("in", "line.png"));
        Photo.Of(24, 16).Colourspace(Enums.Interpretation.Cmyk).WriteToFile(_folder.Path("in", "print.jpg"));
        using var frames = Image.Arrayjoin([Photo.Of(24, 16), Photo.Of(24, 16).Invert()], across: 1).Mutate(m => m.Set(GValue.GIntType, "page-height", 16));
        frames.Webpsave(_folder.Path("in", "animated.webp"));
        Photo.Of(24, 16).Cast(Enums.BandFormat.Float).WriteToFile(_folder.Path("in", "float.tif"));
        ChildUpscale.WriteCheckpoint(_folder.Path("small.safetensors"));
        var (code, output, errors) = Upscale([], "in", "out", "--scale", "2.7", "--model", "small.safetensors");

        Assert.That(code, Is.EqualTo(1), output + errors);
        Assert.That(Written, Is.EqualTo(new[] { "dot.png", "line.png", "print.jpg" }));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "dot.png")), Is.EqualTo((3, 3, 3, Enums.BandFormat.Uchar)));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "line.png")), Is.EqualTo((3, 13500, 3, Enums.BandFormat.Uchar)));
        Assert.That(Photo.ShapeOf(_folder.Path("out", "print.jpg")), Is.EqualTo((65, 43, 3, Enums.BandFormat.Uchar)));
        Assert.That(Lines(errors, "animated.webp holds 2 pictures"), Has.Count.EqualTo(1), errors);
        Assert.That(Lines(errors, "float.tif has samples of type float"), Has.Count.EqualTo(1), errors);
    }

    [TestCase("out.png")]
    [TestCase("out.tif")]
    [TestCase("out.jpg")]
    [TestCase("out.webp")]
    public void A_file_that_may_grow_no_more_ends_with_a_line_and_without_a_file(string name)
    {
        Photo.Of(200, 150).WriteToFile(_folder.Path("in.png"));
        Directory.CreateDirectory(_folder.Path("out"));
        var (code, _, errors) = Upscale(Sandbox.LimitedFiles(16), "in.png", Path.Combine("out", name), "--scale", "4", "--model", "bicubic");

        Refused(code, errors, $"Cannot write {_folder.Path("out", name)}");
        Assert.That(Written, Is.Empty);
    }

    [Test]
    public void A_full_disk_ends_with_a_line_and_without_a_file()
    {
        Photo.Of(200, 150).WriteToFile(_folder.Path("in", "a.png"));
        Photo.Of(100, 150).WriteToFile(_folder.Path("in", "b.png"));
        Directory.CreateDirectory(_folder.Path("out"));
        var (code, _, errors) = Upscale(Sandbox.SmallDisk(_folder.Path("out"), 64, _folder.Path("listing")), "in", "out", "--scale", "4", "--model", "bicubic");

        Refused(code, errors, $"Cannot write {_folder.Path("out", "a.png")}");
        Assert.That(errors, Does.Contain("0 of 2 pictures are done; --resume goes on"));
        Assert.That(File.ReadAllText(_folder.Path("listing")), Is.Empty);
    }

    [Test]
    public void An_output_folder_that_cannot_be_written_ends_with_a_line()
    {
        Photo.Of(20, 15).WriteToFile(_folder.Path("in.png"));
        Directory.CreateDirectory(_folder.Path("out"));
        var (code, _, errors) = Upscale(Sandbox.ReadOnly(_folder.Path("out")), "in.png", "out/out.png", "--scale", "2", "--model", "bicubic");

        Refused(code, errors, $"Cannot write {_folder.Path("out", "out.png")}");
        Assert.That(Written, Is.Empty);
    }

    // The second has room by what the system says, and cannot write all the same.
    [TestCase(false)]
    [TestCase(true)]
    public void A_full_folder_for_temporary_files_is_named_not_the_picture(bool isLimited)
    {
        using (var large = Image.Black(6200, 6000, bands: 3))
            large.WriteToFile(_folder.Path("in.png"));
        Directory.CreateDirectory(_folder.Path("temporary"));
        var before = isLimited ? Sandbox.LimitedFiles(4096) : Sandbox.SmallDisk(_folder.Path("temporary"), 8192, _folder.Path("listing"));
        using var process = CozProcess.Start(_folder.FullPath, before, ["upscale", "in.png", "out.png", "--scale", "1", "--model", "nearest"], ("TMPDIR", _folder.Path("temporary")), ("XDG_DATA_HOME", _folder.Path("data")));
        var (code, _, errors) = CozProcess.End(process);

        Refused(code, errors, $"{_folder.Path("temporary")}");
        Assert.That(errors, Does.Contain("set TMPDIR").And.Not.Contain("damaged"));
        Assert.That(File.Exists(_folder.Path("out.png")), Is.False);
    }

    private (int Code, string Output, string Errors) Upscale(string[] before, params string[] arguments)
    {
        using var process = CozProcess.Start(_folder.FullPath, before, ["upscale", .. arguments], ("XDG_DATA_HOME", _folder.Path("data")));
        return CozProcess.End(process);
    }

    private static List<string> Lines(string text, string part) => [.. text.Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal))];

    private static void Refused(int code, string errors, string message)
    {
        Assert.That(code, Is.EqualTo(1), errors);
        Assert.That(Lines(errors, message), Has.Count.EqualTo(1), errors);
        Assert.That(errors, Does.Not.Contain("   at "), "no stack trace");
    }
}
