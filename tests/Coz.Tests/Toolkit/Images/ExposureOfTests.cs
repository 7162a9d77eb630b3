using System.Buffers.Binary;
using Coz.Contracts;
using Coz.Tests.Support;
using Coz.Toolkit;
using OpenCvSharp;

namespace Coz.Tests.Toolkit.Images;

/// <summary>How a photo was taken is read from its EXIF, in both byte orders and in every container that has one.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ExposureOfTests : IDisposable
{
    private static readonly PhotoExposure Expected = new(35.5, 1 / 64.0, 8, 200);
    private static readonly PhotoExposure Nothing = new(null, null, null, null);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public void Of_a_jpeg(bool isLittle) => Assert.That(ImageFile.ExposureOf(Jpeg(Tiff(isLittle))), Is.EqualTo(Expected));

    [TestCase(true)]
    [TestCase(false)]
    public void Of_a_tiff(bool isLittle)
    {
        File.WriteAllBytes(_folder.Path("a.tif"), Tiff(isLittle));

        Assert.That(ImageFile.ExposureOf(_folder.Path("a.tif")), Is.EqualTo(Expected));
    }

    [Test]
    public void Of_a_png_with_an_exif_chunk()
    {
        Cv2.ImEncode(".png", Photo(), out var png);
        var tiff = Tiff(isLittle: false);
        var chunk = new byte[12 + tiff.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, tiff.Length);
        "eXIf"u8.CopyTo(chunk.AsSpan(4));
        tiff.CopyTo(chunk.AsSpan(8));
        File.WriteAllBytes(_folder.Path("a.png"), [.. png[..33], .. chunk, .. png[33..]]);

        Assert.That(ImageFile.ExposureOf(_folder.Path("a.png")), Is.EqualTo(Expected));
    }

    [TestCase(".jpg")]
    [TestCase(".png")]
    [TestCase(".bmp")]
    [TestCase(".tif")]
    public void A_file_without_exif_says_nothing(string ending)
    {
        Cv2.ImEncode(ending, Photo(), out var bytes);
        File.WriteAllBytes(_folder.Path("a" + ending), bytes);

        Assert.That(ImageFile.ExposureOf(_folder.Path("a" + ending)), Is.EqualTo(Nothing));
    }

    [Test]
    public void A_value_of_nought_counts_as_none()
    {
        var tiff = Tiff(isLittle: true);

        // The focal length is the last fraction; a manual lens without contacts leaves 0/1.
        BinaryPrimitives.WriteInt32LittleEndian(tiff.AsSpan(tiff.Length - 8), 0);

        Assert.That(ImageFile.ExposureOf(Jpeg(tiff)), Is.EqualTo(Expected with { FocalLength = null }));
    }

    [Test]
    public void A_damaged_block_does_no_harm()
    {
        var whole = Tiff(isLittle: true);
        var chance = new Random(5);
        for (var i = 0; i < 2000; i++)
        {
            var tiff = whole[..chance.Next(0, whole.Length + 1)];
            for (var hits = chance.Next(0, 4); hits > 0 && tiff.Length > 0; hits--)
                tiff[chance.Next(tiff.Length)] = (byte)chance.Next(256);
            var path = Jpeg(tiff);
            Assert.That(() => ImageFile.ExposureOf(path), Throws.Nothing);
            Assert.That(() => ImageFile.SizeOf(path), Throws.Nothing);
        }
    }

    [Test]
    public void What_is_no_image_is_named()
    {
        File.WriteAllText(_folder.Path("a.jpg"), "no photo");

        Assert.That(() => ImageFile.ExposureOf(_folder.Path("a.jpg")), Throws.InstanceOf<CozException>().With.Message.Contains("a.jpg is no image"));
        Assert.That(() => ImageFile.ExposureOf(_folder.Path("none.jpg")), Throws.InstanceOf<CozException>().With.Message.Contains("none.jpg"));
    }

    private static Mat Photo() => new(16, 24, MatType.CV_8UC3, new Scalar(30, 90, 200));

    // Header, a directory that leads to the camera's, that one, and its three fractions.
    private static byte[] Tiff(bool isLittle)
    {
        var bytes = new byte[8 + 18 + 6 + (4 * 12) + 24];
        var (camera, data) = (26, bytes.Length - 24);
        (isLittle ? "II*\0"u8 : "MM\0*"u8).CopyTo(bytes);
        Long(4, 8);
        Word(8, 1);
        Entry(10, 0x8769, 4, camera);
        Word(camera, 4);
        Entry(camera + 2, 0x829A, 5, data);
        Entry(camera + 14, 0x829D, 5, data + 8);
        Entry(camera + 26, 0x8827, 3, 0);
        Word(camera + 34, 200);
        Entry(camera + 38, 0x920A, 5, data + 16);
        int[] fractions = [1, 64, 80, 10, 355, 10];
        for (var i = 0; i < fractions.Length; i++)
            Long(data + (4 * i), fractions[i]);
        return bytes;

        void Entry(int at, int tag, int type, int value)
        {
            Word(at, tag);
            Word(at + 2, type);
            Long(at + 4, 1);
            Long(at + 8, value);
        }

        void Word(int at, int value)
        {
            if (isLittle)
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);
            else
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), (ushort)value);
        }

        void Long(int at, int value)
        {
            if (isLittle)
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
            else
                BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), value);
        }
    }

    private string Jpeg(byte[] tiff)
    {
        Cv2.ImEncode(".jpg", Photo(), out var jpeg);
        var segment = new byte[10 + tiff.Length];
        (segment[0], segment[1]) = (0xFF, 0xE1);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)(segment.Length - 2));
        "Exif\0\0"u8.CopyTo(segment.AsSpan(4));
        tiff.CopyTo(segment.AsSpan(10));
        File.WriteAllBytes(_folder.Path("a.jpg"), [.. jpeg[..2], .. segment, .. jpeg[2..]]);
        return _folder.Path("a.jpg");
    }
}
