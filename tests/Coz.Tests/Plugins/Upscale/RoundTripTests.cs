using Coz.Plugins.Upscale.Pictures;
using Coz.Tests.Support;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using NetVips;

namespace Coz.Tests.Plugins.Upscale;

/// <summary>The file that comes out is as good a file as the one that went in: real files, made here.</summary>
[TestFixture]
public sealed class RoundTripTests
{
    private static readonly string[] Endings = ["png", "jpg", "tif", "webp"];
    private static readonly string[] Lossless = ["png", "tif"];
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

    [TestCaseSource(nameof(Endings))]
    public async Task Exif_is_kept_its_orientation_applied_and_reset(string ending)
    {
        var input = _folder.Path($"in.{ending}");
        await Write(Photo.Described(Photo.Of(24, 16), orientation: 6), input);
        await _runs.UpscaleAsync(_runs.Options($"in.{ending}", $"out.{ending}"));
        var output = _folder.Path($"out.{ending}");

        Assert.That(Photo.ShapeOf(output), Is.EqualTo((32, 48, 3, Enums.BandFormat.Uchar)), "turned by a quarter");
        Assert.That(OrientationOf(output), Is.EqualTo(1));
        Assert.That(SaidBy(output), Is.EqualTo(SaidBy(input)).And.Contains("exif-ifd0-Make Nikon").And.Contains("exif-ifd3-GPSLatitudeRef N").And.Contains("exif-ifd2-FNumber 28/10"));
        Assert.That(System.Text.Encoding.UTF8.GetString(Photo.BlockOf(output, "xmp-data")!), Does.Contain("tiff:Orientation=\"1\""));
    }

    [Test]
    public async Task Exif_goes_from_any_format_to_any_other([ValueSource(nameof(Endings))] string from, [ValueSource(nameof(Endings))] string to)
    {
        var input = _folder.Path($"in.{from}");
        await Write(Photo.Described(Photo.Of(24, 16), orientation: 3), input);
        await _runs.UpscaleAsync(_runs.Options($"in.{from}", $"out.{to}"));

        Assert.That(SaidBy(_folder.Path($"out.{to}")), Is.EqualTo(SaidBy(input)).And.Not.Empty);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    [TestCase(5)]
    [TestCase(6)]
    [TestCase(7)]
    [TestCase(8)]
    public async Task Every_orientation_gives_the_upright_picture(int orientation)
    {
        using var stored = Photo.Described(Photo.Of(17, 11), orientation);
        stored.WriteToFile(_folder.Path("in.png"));
        using var upright = stored.Autorot();
        upright.WriteToFile(_folder.Path("upright.png"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "out.png"));
        await _runs.UpscaleAsync(_runs.Options("upright.png", "expected.png"));

        Assert.That(Photo.SamplesOf(_folder.Path("out.png")), Is.EqualTo(Photo.SamplesOf(_folder.Path("expected.png"))));
    }

    [TestCaseSource(nameof(Endings))]
    public async Task The_profile_is_kept_byte_by_byte(string ending)
    {
        using var image = Photo.Of(24, 16).IccTransform("p3", inputProfile: "srgb");
        image.WriteToFile(_folder.Path($"in.{ending}"));
        await _runs.UpscaleAsync(_runs.Options($"in.{ending}", $"out.{ending}"));

        Assert.That(Photo.BlockOf(_folder.Path($"out.{ending}"), "icc-profile-data"), Is.Not.Null.And.EqualTo(Photo.BlockOf(_folder.Path($"in.{ending}"), "icc-profile-data")));
    }

    [Test]
    public async Task Sixteen_bits_gray_and_alpha_stay_what_they_are([ValueSource(nameof(Lossless))] string ending, [Values(1, 2, 3, 4)] int bands, [Values] bool isWide)
    {
        using var narrow = Photo.Of(24, 16, bands);
        using var image = isWide ? Photo.Wide(narrow) : narrow.Copy();
        image.WriteToFile(_folder.Path($"in.{ending}"));
        await _runs.UpscaleAsync(_runs.Options($"in.{ending}", $"out.{ending}") with { Scale = 1, Model = new() { ShortName = "nearest" } });

        Assert.That(Photo.ShapeOf(_folder.Path($"out.{ending}")), Is.EqualTo((24, 16, bands, isWide ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar)));
        Assert.That(Photo.SamplesOf(_folder.Path($"out.{ending}")), Is.EqualTo(Photo.SamplesOf(_folder.Path($"in.{ending}"))), "a scale of 1 changes no sample");
    }

    [Test]
    public async Task Alpha_is_interpolated_apart_from_the_colours()
    {
        using var colours = Photo.Of(24, 16);
        using var alpha = Photo.Of(24, 16, 1);
        using var joined = colours.Bandjoin(alpha);
        joined.WriteToFile(_folder.Path("in.png"));
        colours.WriteToFile(_folder.Path("colours.png"));
        alpha.WriteToFile(_folder.Path("alpha.png"));
        var model = UpscaleRuns.Tiny("lmi");
        await _runs.UpscaleAsync(_runs.Options("in.png", "out.png") with { Scale = 2.7, Model = model });
        await _runs.UpscaleAsync(_runs.Options("colours.png", "out-colours.png") with { Scale = 2.7, Model = model });
        await _runs.UpscaleAsync(_runs.Options("alpha.png", "out-alpha.png") with { Scale = 2.7 });

        var (all, three, one) = (Photo.SamplesOf(_folder.Path("out.png")), Photo.SamplesOf(_folder.Path("out-colours.png")), Photo.SamplesOf(_folder.Path("out-alpha.png")));
        Assert.That(all.Where((_, i) => i % 4 < 3), Is.EqualTo(three));
        Assert.That(all.Where((_, i) => i % 4 == 3), Is.EqualTo(one));
    }

    [Test]
    public async Task What_a_format_cannot_hold_is_left_out_and_said()
    {
        using var image = Photo.Wide(Photo.Of(24, 16, 4));
        image.WriteToFile(_folder.Path("in.png"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "out.jpg"));

        Assert.That(Photo.ShapeOf(_folder.Path("out.jpg")), Is.EqualTo((48, 32, 3, Enums.BandFormat.Uchar)));
        Assert.That(_runs.Run.Messages, Has.Some.Contains("holds no alpha").And.Some.Contains("holds 8 bits"));
    }

    [Test]
    public async Task Quality_makes_jpegs_smaller()
    {
        Photo.Of(60, 60).WriteToFile(_folder.Path("in.png"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "fine.jpg"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "coarse.jpg") with { Quality = 30 });

        Assert.That(new FileInfo(_folder.Path("coarse.jpg")).Length, Is.LessThan(new FileInfo(_folder.Path("fine.jpg")).Length / 2));
    }

    [Test]
    public async Task Resolution_is_kept()
    {
        await Write(Photo.Described(Photo.Of(24, 16), orientation: 1), _folder.Path("in.png"));
        await _runs.UpscaleAsync(_runs.Options("in.png", "out.png"));
        using var output = Image.NewFromFile(_folder.Path("out.png"));

        Assert.That(output.Xres, Is.EqualTo(11.811).Within(1e-3));
    }

    [Test]
    public async Task Big_tiff_files_take_exif_too([Values] bool isBig)
    {
        await Write(Photo.Described(Photo.Of(24, 16), orientation: 1), _folder.Path("said.jpg"));
        Photo.Of(24, 16).Tiffsave(_folder.Path("big.tif"), bigtiff: isBig);
        using (var file = File.Open(_folder.Path("big.tif"), FileMode.Open))
            TiffExif.Append(file, Photo.BlockOf(_folder.Path("said.jpg"), "exif-data")!, new PictureSize(24, 16));

        Assert.That(Photo.ShapeOf(_folder.Path("big.tif")), Is.EqualTo((24, 16, 3, Enums.BandFormat.Uchar)));
        Assert.That(Photo.SamplesOf(_folder.Path("big.tif")), Has.Length.EqualTo(24 * 16 * 3));
        Assert.That(SaidBy(_folder.Path("big.tif")), Is.EqualTo(SaidBy(_folder.Path("said.jpg"))));
    }

    [Test]
    public async Task Another_library_reads_the_exif_of_a_tiff_file()
    {
        await Write(Photo.Described(Photo.Of(24, 16), orientation: 6), _folder.Path("in.tif"));
        await _runs.UpscaleAsync(_runs.Options("in.tif", "out.tif"));
        var said = ImageMetadataReader.ReadMetadata(_folder.Path("out.tif"));

        Assert.That(said.OfType<ExifIfd0Directory>().Single().GetString(ExifDirectoryBase.TagMake), Is.EqualTo("Nikon"));
        Assert.That(said.OfType<ExifIfd0Directory>().Single().TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation) ? orientation : 1, Is.EqualTo(1));
        Assert.That(said.OfType<ExifIfd0Directory>().Single().GetInt32(ExifDirectoryBase.TagImageWidth), Is.EqualTo(48).Or.EqualTo(32));
        Assert.That(said.OfType<ExifSubIfdDirectory>().Single().GetString(ExifDirectoryBase.TagDateTimeOriginal), Is.EqualTo("2020:01:02 03:04:05"));
        Assert.That(said.OfType<ExifSubIfdDirectory>().Single().GetDouble(ExifDirectoryBase.TagFNumber), Is.EqualTo(2.8).Within(1e-6));
        Assert.That(said.OfType<GpsDirectory>().Single().GetString(GpsDirectory.TagLatitudeRef), Is.EqualTo("N"));
        Assert.That(said.OfType<ExifDirectoryBase>().SelectMany(directory => directory.Errors), Is.Empty);
    }

    [Test]
    public async Task Exif_longer_than_a_jpeg_holds_stays_in_a_tiff_file_and_is_said_of_others()
    {
        const ushort exif = 0x8769;
        const ushort makersNote = 0x927C;
        var note = new byte[70_000];
        new Random(3).NextBytes(note);
        byte[] block = [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, .. TiffWriter.Directory([new TiffEntry(exif, 4, 1, [], [new TiffEntry(makersNote, 7, note.Length, note)])], isBig: false, 8)];
        Photo.Of(24, 16).WriteToFile(_folder.Path("in.tif"));
        using (var file = File.Open(_folder.Path("in.tif"), FileMode.Open))
            TiffExif.Append(file, block, new PictureSize(24, 16));
        await _runs.UpscaleAsync(_runs.Options("in.tif", "out.tif"));
        Assert.That(TiffExif.Read(_folder.Path("out.tif")).AsSpan().IndexOf(note), Is.Positive);
        Assert.That(_runs.Run.Messages, Has.None.Contains("EXIF"));

        foreach (var name in new[] { "out.jpg", "out.png", "out.webp" })
        {
            await _runs.UpscaleAsync(_runs.Options("in.tif", name));
            Assert.That(_runs.Run.Messages, Has.One.Contains("EXIF").And.One.Contains("longer than the 64 KiB"), name);
        }
    }

    // libvips writes no EXIF into TIFF files: a JPEG's block is appended to one, as other programs leave it.
    private async Task Write(Image image, string path)
    {
        if (Path.GetExtension(path) != ".tif")
        {
            image.WriteToFile(path);
            return;
        }

        var jpeg = _folder.Path("block.jpg");
        image.WriteToFile(jpeg);
        image.WriteToFile(path);
        await using var file = File.Open(path, FileMode.Open);
        TiffExif.Append(file, Photo.BlockOf(jpeg, "exif-data")!, new PictureSize(image.Width, image.Height));
    }

    private static int OrientationOf(string path) => int.Parse(Photo.FieldOf(path, "orientation") ?? "1");

    // What a camera said, without what libvips writes of the picture itself into every file.
    private static List<string> SaidBy(string path)
    {
        using var file = Path.GetExtension(path) == ".tif" ? TiffExif.Read(path) is { } block ? TiffExif.Parse(block) : null : Image.NewFromFile(path);
        string[] own = ["Orientation", "Resolution", "ResolutionUnit", "PixelXDimension", "PixelYDimension", "ExifVersion", "FlashPixVersion", "FlashpixVersion", "ColorSpace", "ComponentsConfiguration", "YCbCrPositioning", "XResolution", "YResolution", "GPSVersionID", "ExifTag", "GPSTag"];
        return file is null ? [] : [.. file.GetFields()
            .Where(field => field.StartsWith("exif-ifd", StringComparison.Ordinal) && !own.Contains(field.Split('-')[2]))
            .Select(field => $"{field} {$"{file.Get(field)}".Split(" (")[0]}").Order(StringComparer.Ordinal)];
    }
}
