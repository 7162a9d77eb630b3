using OpenCvSharp;
using OpenCvSharp.Features2D;
using TorchSharp;

namespace Coz.Tests.Build;

/// <summary>Both need the mended copies of Coz.Contracts.Models.targets on a system without a desktop.</summary>
public sealed class NativeLibraryTests
{
    [Test]
    public void TorchSharp_loads_and_computes()
    {
        using var scope = torch.NewDisposeScope();
        Assert.That(torch.arange(5, torch.float32).sum().item<float>(), Is.EqualTo(10f));
    }

    [Test]
    public void OpenCv_loads_and_a_png_comes_back_with_its_pixels()
    {
        using var image = new Mat(64, 64, MatType.CV_16UC3);
        Cv2.Randu(image, new OpenCvSharp.Scalar(0, 0, 0), new OpenCvSharp.Scalar(65535, 65535, 65535));
        using var back = Cv2.ImDecode(image.ImEncode(".png"), ImreadModes.Unchanged);
        Assert.That(Cv2.Norm(image, back, NormTypes.INF), Is.Zero);
    }

    [Test]
    public void OpenCv_finds_sift_features()
    {
        using var image = new Mat(128, 128, MatType.CV_8UC1, new OpenCvSharp.Scalar(0));
        Cv2.Circle(image, new Point(64, 64), 20, new OpenCvSharp.Scalar(255), -1);
        using var sift = SIFT.Create();
        Assert.That(sift.Detect(image), Is.Not.Empty);
    }
}
