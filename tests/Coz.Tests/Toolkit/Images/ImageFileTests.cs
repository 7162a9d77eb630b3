using Coz.Contracts;
using Coz.Tests.Support;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Tests.Toolkit.Images;

public sealed class ImageFileTests
{
    private Support.TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new Support.TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("a.png", 8)]
    [TestCase("b.png", 16)]
    [TestCase("c.tif", 8)]
    [TestCase("d.tiff", 16)]
    [TestCase("e.bmp", 8)]
    [TestCase("f ü 写.PNG", 8)]
    public void A_lossless_file_gives_back_what_was_written(string name, int bits)
    {
        using var image = TestImages.Waves(13, 7);
        ImageFile.Write(_folder.Path(name), image, bits);
        using var read = ImageFile.Read(_folder.Path(name));
        Assert.That(read.Pixels.shape, Is.EqualTo(new long[] { 1, 3, 13, 7 }));
        Assert.That((read.Pixels - image).abs().max().item<float>(), Is.LessThan(1e-6f));
        Assert.That(read.Notes, Is.Empty);
        Assert.That(Directory.GetFiles(_folder.FullPath), Has.Length.EqualTo(1), "no temporary file is left");
    }

    [TestCase("a.jpg")]
    [TestCase("b.webp")]
    public void A_lossy_file_gives_back_nearly_what_was_written(string name)
    {
        using var image = TestImages.Waves(40, 24) * 0 + 0.5f;
        ImageFile.Write(_folder.Path(name), image);
        using var read = ImageFile.Read(_folder.Path(name));
        Assert.That((read.Pixels - image).abs().max().item<float>(), Is.LessThan(0.03f));
    }

    [Test]
    public void A_level_is_read_as_the_level_over_255_and_channels_are_red_green_blue()
    {
        using var mat = new Mat(1, 1, MatType.CV_8UC3, new Scalar(10, 20, 30));
        Cv2.ImWrite(_folder.Path("a.png"), mat);
        using var read = ImageFile.Read(_folder.Path("a.png"));
        Assert.That(read.Pixels.data<float>().ToArray(), Is.EqualTo(new[] { 30 / 255f, 20 / 255f, 10 / 255f }));
    }

    [Test]
    public void Sixteen_bits_are_divided_by_65535()
    {
        using var mat = new Mat(1, 1, MatType.CV_16UC3, new Scalar(1, 40000, 65535));
        Cv2.ImWrite(_folder.Path("a.png"), mat);
        using var read = ImageFile.Read(_folder.Path("a.png"));
        Assert.That(read.Pixels.data<float>().ToArray(), Is.EqualTo(new[] { 1f, 40000 / 65535f, 1 / 65535f }));
    }

    [Test]
    public void Gray_is_read_as_three_equal_channels()
    {
        using var mat = new Mat(2, 3, MatType.CV_8UC1, new Scalar(77));
        Cv2.ImWrite(_folder.Path("a.png"), mat);
        using var read = ImageFile.Read(_folder.Path("a.png"));
        Assert.That(read.Pixels.shape, Is.EqualTo(new long[] { 1, 3, 2, 3 }));
        Assert.That(read.Pixels.data<float>().ToArray(), Is.All.EqualTo(77 / 255f));
    }

    [Test]
    public void A_palette_is_read_as_its_colours()
    {
        // 2 x 1 pixels, 1 bit, palette of (1, 2, 3) and (250, 128, 0), pixels 0 and 1.
        File.WriteAllBytes(_folder.Path("p.png"), Convert.FromHexString("89504E470D0A1A0A0000000D4948445200000002000000010103000000CEECEDC900000006504C5445010203FA8000859EF8A90000000A49444154789C63700000004200412937F4EF0000000049454E44AE426082"));
        using var read = ImageFile.Read(_folder.Path("p.png"));
        Assert.That(read.Pixels.data<float>().ToArray(), Is.EqualTo(new[] { 1, 250, 2, 128, 3, 0 }.Select(level => level / 255f)));
    }

    [Test]
    public void Alpha_is_dropped_with_one_note()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC4, new Scalar(10, 20, 30, 0));
        Cv2.ImWrite(_folder.Path("a.png"), mat);
        using var read = ImageFile.Read(_folder.Path("a.png"));
        Assert.That(read.Pixels[0, 0, 0, 0].item<float>(), Is.EqualTo(30 / 255f));
        Assert.That(read.Notes, Has.Count.EqualTo(1).And.One.Contains("alpha dropped"));
    }

    [TestCase(1, 2, 3, "012345")]
    [TestCase(2, 2, 3, "210543")]
    [TestCase(3, 2, 3, "543210")]
    [TestCase(4, 2, 3, "345012")]
    [TestCase(5, 3, 2, "031425")]
    [TestCase(6, 3, 2, "304152")]
    [TestCase(7, 3, 2, "524130")]
    [TestCase(8, 3, 2, "251403")]
    public void The_orientation_of_a_jpeg_is_applied_and_noted(int orientation, int rows, int columns, string order)
    {
        File.WriteAllBytes(_folder.Path("a.jpg"), WithOrientation(Blocks(2, 3), orientation));
        using var read = ImageFile.Read(_folder.Path("a.jpg"));
        Assert.That(read.Pixels.shape[2..], Is.EqualTo(new long[] { 16 * rows, 16 * columns }));
        var seen = string.Concat(Enumerable.Range(0, 6).Select(i => Math.Round(read.Pixels[0, 1, (16 * (i / columns)) + 8, (16 * (i % columns)) + 8].item<float>() * 5)));
        Assert.That(seen, Is.EqualTo(order));
        Assert.That(ImageFile.SizeOf(_folder.Path("a.jpg")), Is.EqualTo(new ImageSize(16 * rows, 16 * columns)));
        Assert.That(read.Notes, Has.Count.EqualTo(orientation == 1 ? 0 : 1));
    }

    [TestCase("a.png")]
    [TestCase("a.jpg")]
    [TestCase("a.tif")]
    [TestCase("a.bmp")]
    [TestCase("a.webp")]
    public void A_file_cut_short_anywhere_is_refused_by_name(string name)
    {
        using var image = TestImages.Waves(64, 48);
        ImageFile.Write(_folder.Path(name), image);
        Assert.That(ImageFile.SizeOf(_folder.Path(name)), Is.EqualTo(new ImageSize(64, 48)));
        var whole = File.ReadAllBytes(_folder.Path(name));
        foreach (var part in new[] { 0, 1, 20, whole.Length / 4, whole.Length / 2, whole.Length - 200, whole.Length - 3 })
        {
            File.WriteAllBytes(_folder.Path(name), whole[..part]);
            Assert.That(() => ImageFile.Read(_folder.Path(name)).Dispose(), Throws.InstanceOf<CozException>().With.Message.Contains(_folder.Path(name)).And.Message.Not.Contains("\n"), $"{part} of {whole.Length} bytes");
        }
    }

    [Test]
    public void A_png_with_a_changed_byte_is_refused()
    {
        using var image = TestImages.Waves(64, 48);
        ImageFile.Write(_folder.Path("a.png"), image);
        var bytes = File.ReadAllBytes(_folder.Path("a.png"));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_folder.Path("a.png"), bytes);
        Assert.That(() => ImageFile.Read(_folder.Path("a.png")), Throws.InstanceOf<CozException>().With.Message.Contains("checksum"));
    }

    [Test]
    public void A_text_file_that_calls_itself_png_is_refused()
    {
        File.WriteAllText(_folder.Path("a.png"), "this is a text, and a text is not an image, whatever it is called");
        Assert.That(() => ImageFile.Read(_folder.Path("a.png")), Throws.InstanceOf<CozException>().With.Message.Contains("no image"));
        Assert.That(() => ImageFile.SizeOf(_folder.Path("a.png")), Throws.InstanceOf<CozException>().With.Message.Contains("no image"));
    }

    [Test]
    public void A_missing_file_is_refused_by_name() =>
        Assert.That(() => ImageFile.Read(_folder.Path("none.png")), Throws.InstanceOf<CozException>().With.Message.Contains(_folder.Path("none.png")));

    [Test]
    public void Writing_clamps_and_rounds_to_the_nearest_level()
    {
        using var image = TorchSharp.torch.tensor(new[] { -1f, 2f, 0.4990f / 255, 0.5010f / 255, 100.6f / 255, 1f }, [1, 3, 1, 2]);
        ImageFile.Write(_folder.Path("a.png"), image);
        using var read = ImageFile.Read(_folder.Path("a.png"));
        Assert.That(read.Pixels.data<float>().ToArray().Select(value => (int)Math.Round(value * 255)), Is.EqualTo(new[] { 0, 255, 0, 1, 101, 255 }));
    }

    [Test]
    public void An_ending_or_a_depth_that_cannot_be_written_is_refused()
    {
        using var image = TestImages.Waves(4, 4);
        Assert.That(() => ImageFile.Write(_folder.Path("a.gif"), image), Throws.InstanceOf<UsageException>().With.Message.Contains(".gif"));
        Assert.That(() => ImageFile.Write(_folder.Path("a.jpg"), image, 16), Throws.InstanceOf<UsageException>().With.Message.Contains("16 bits"));
        Assert.That(Directory.GetFiles(_folder.FullPath), Is.Empty);
    }

    private static byte[] Blocks(int rows, int columns)
    {
        using var mat = new Mat(16 * rows, 16 * columns, MatType.CV_8UC3);
        for (var i = 0; i < rows * columns; i++)
        {
            using var block = mat.SubMat(16 * (i / columns), 16 * ((i / columns) + 1), 16 * (i % columns), 16 * ((i % columns) + 1));
            block.SetTo(Scalar.All(51 * i));
        }

        Cv2.ImEncode(".jpg", mat, out var bytes);
        return bytes;
    }

    private static byte[] WithOrientation(byte[] jpeg, int orientation) =>
    [
        .. jpeg[..2],
        .. Convert.FromHexString("FFE10022457869660000" + "4D4D002A00000008" + "0001" + "011200030000000100" + orientation.ToString("X2") + "0000" + "00000000"),
        .. jpeg[2..],
    ];
}
