using System.Buffers.Binary;
using Coz.Contracts;
using Coz.Plugins.Upscale.Pictures;
using Coz.Tests.Support;
using NetVips;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>What is unusual is handled, or refused with one line that says why; no file is left.</summary>
[TestFixture]
public sealed class OddFileTests
{
    private TemporaryFolder _folder = null!;
    private UpscaleRuns _runs = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TemporaryFolder();
        _runs = new UpscaleRuns(_folder);
    }

    [TearDown]
    public void DeleteFolder() => _folder.Dispose();

    [TestCase(1, 1, 3, 3)]
    [TestCase(1, 5000, 3, 13500)]
    [TestCase(500, 1, 1350, 3)]
    [TestCase(2, 3, 5, 8)]
    public async Task Narrow_pictures_become_what_the_scale_says(int width, int height, int expectedWidth, int expectedHeight)
    {
        Photo.Of(width, height).WriteToFile(_folder.Path("in.png"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "out.png") with { Scale = 2.7, Model = UpscaleRuns.Tiny("lmi"), Tile = 30 });

        Assert.That(Photo.ShapeOf(_folder.Path("out.png")), Is.EqualTo((expectedWidth, expectedHeight, 3, Enums.BandFormat.Uchar)));
    }

    [Test]
    public async Task Cmyk_becomes_srgb_and_says_so()
    {
        using var image = Photo.Of(24, 16).Colourspace(Enums.Interpretation.Cmyk);
        image.WriteToFile(_folder.Path("in.jpg"));
        await _runs.UpscaleAsync(_runs.Options("in.jpg", "out.jpg"));

        Assert.That(Photo.ShapeOf(_folder.Path("out.jpg")), Is.EqualTo((48, 32, 3, Enums.BandFormat.Uchar)));
        Assert.That(_runs.Run.Messages, Has.Some.Contains("from CMYK to sRGB"));
    }

    [Test]
    public void An_animation_is_refused()
    {
        using var frames = Image.Arrayjoin([Photo.Of(24, 16), Photo.Of(24, 16).Invert()], across: 1).Mutate(m => m.Set(GValue.GIntType, "page-height", 16));
        frames.Webpsave(_folder.Path("in.webp"));

        Refuses("in.webp", "holds 2 pictures");
    }

    [Test]
    public void Samples_of_32_bits_are_refused()
    {
        using var image = Photo.Of(24, 16).Cast(Enums.BandFormat.Float);
        image.WriteToFile(_folder.Path("in.tif"));

        Refuses("in.tif", "samples of type float");
    }

    [TestCase("png")]
    [TestCase("jpg")]
    [TestCase("webp")]
    [TestCase("tif")]
    public void A_file_that_is_cut_short_is_refused(string ending)
    {
        Photo.Of(200, 150).WriteToFile(_folder.Path($"whole.{ending}"));
        var bytes = File.ReadAllBytes(_folder.Path($"whole.{ending}"));
        File.WriteAllBytes(_folder.Path($"in.{ending}"), bytes[..(bytes.Length * 2 / 3)]);

        Refuses($"in.{ending}", "in." + ending);
    }

    [Test]
    public void Text_an_empty_file_another_format_and_nothing_are_refused()
    {
        File.WriteAllText(_folder.Path("text.png"), "this is no picture");
        File.WriteAllBytes(_folder.Path("empty.png"), []);
        Photo.Of(24, 16).Gifsave(_folder.Path("gif.gif"));
        File.Move(_folder.Path("gif.gif"), _folder.Path("gif.png"));

        Refuses("text.png", "is no picture that can be read");
        Refuses("empty.png", "is empty");
        Refuses("gif.png", "of another kind (gif)");
        Refuses("absent.png", "There is no picture");
    }

    [Test]
    public void A_side_too_long_for_the_format_is_refused_before_the_work()
    {
        Photo.Of(300, 2).WriteToFile(_folder.Path("in.png"));

        Assert.That(async () => await _runs.UpscaleAsync(_runs.Options("in.png", "out.webp") with { Scale = 60 }), Throws.InstanceOf<CozException>().With.Message.Contains("at most 16383 a side"));
    }

    [Test]
    public async Task A_header_that_promises_more_than_the_file_holds_ends_with_a_line()
    {
        Photo.Of(24, 16).WriteToFile(_folder.Path("in.png"));
        var bytes = await File.ReadAllBytesAsync(_folder.Path("in.png"));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), 40_000);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), 40_000);
        await File.WriteAllBytesAsync(_folder.Path("in.png"), bytes);

        Refuses("in.png", "in.png");
    }

    [Test]
    public async Task Names_with_brackets_and_letters_of_any_language_are_names()
    {
        Photo.Of(24, 16).WriteToFile(_folder.Path("plain.png"));
        File.Move(_folder.Path("plain.png"), _folder.Path("Ärger [1].png"));
        await _runs.UpscaleAsync(_runs.Options("Ärger [1].png", "größer [Q=3].png"));

        Assert.That(File.Exists(_folder.Path("größer [Q=3].png")));
    }

    [Test]
    public void Closed_pictures_hold_neither_files_nor_memory()
    {
        using var cmyk = Photo.Described(Photo.Of(400, 300).Colourspace(Enums.Interpretation.Cmyk), orientation: 6);
        cmyk.WriteToFile(_folder.Path("in.jpg"));
        using var wrong = Photo.Of(24, 16).Cast(Enums.BandFormat.Float);
        wrong.WriteToFile(_folder.Path("float.tif"));
        Cycle();
        var (files, mem) = (Stats.Files, Stats.Mem);
        for (var i = 0; i < 20; i++)
            Cycle();

        // Without a garbage collection, which would hide what nobody disposes. One decoded picture has 480 000 bytes.
        Assert.That(Stats.Files, Is.LessThanOrEqualTo(files));
        Assert.That(Stats.Mem, Is.LessThan(mem + 480_000));

        void Cycle()
        {
            using (var picture = SourcePicture.Open(_folder.Path("in.jpg")))
            {
                picture.Read(0, 0, 300, 400);
                using var pixel = Image.Black(1, 1);
                using var described = picture.Metadata.ApplyTo(pixel);
            }

            Assert.That(() => SourcePicture.Open(_folder.Path("float.tif")), Throws.InstanceOf<CozException>());
        }
    }

    private void Refuses(string input, string message)
    {
        var options = _runs.Options(input, "refused.png");
        Assert.That(async () => await _runs.UpscaleAsync(options), Throws.InstanceOf<CozException>().With.Message.Contains(message).And.Message.Not.Contains("\n"));
        Assert.That(Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName), Has.None.Contains("refused"));
    }
}
