using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Toolkit.Resizing;

public sealed class DegradationTests
{
    [Test]
    public void The_MATLAB_kernel_reproduces_the_published_LR_files_of_Set5([Values(2, 3, 4)] int scale)
    {
        var folder = SharedImages.FolderOrIgnore("Set5");
        var files = Directory.GetFiles(Path.Combine(folder, "HR"), "*.png");
        Assert.That(files, Has.Length.EqualTo(5));
        foreach (var path in files)
        {
            using var hr = ImageFile.Read(path);
            using var published = ImageFile.Read(Path.Combine(folder, "LR_bicubic", $"X{scale}", $"{Path.GetFileNameWithoutExtension(path)}x{scale}.png"));
            var (height, width) = ((int)published.Pixels.shape[2], (int)published.Pixels.shape[3]);
            using var cropped = hr.Pixels.narrow(2, 0, height * scale).narrow(3, 0, width * scale).contiguous();
            using var lr = Resize.Degrade(cropped, height, width, Degradation.MatlabBicubic);
            Assert.That((lr - published.Pixels).abs().gt(1e-4).sum().item<long>(), Is.Zero, $"differing samples of {path}");
        }
    }

    [Test]
    public void Every_degradation_keeps_a_constant_and_ends_on_8_bit_levels([Values] Degradation degradation)
    {
        using var constant = TestImages.Waves(20, 31) * 0 + (100f / 255);
        using var lr = Resize.Degrade(constant, 7, 11, degradation);
        Assert.That(lr.data<float>().ToArray(), Is.All.EqualTo(100f / 255));
        using var waves = TestImages.Waves(20, 31);
        using var small = Resize.Degrade(waves, 7, 11, degradation);
        Assert.That(small.data<float>().ToArray().Select(value => value * 255.0 % 1), Is.All.EqualTo(0).Within(1e-4).Or.EqualTo(1).Within(1e-4));
    }

    [Test]
    public void Degrading_leaves_no_tensor_behind([Values] Degradation degradation)
    {
        using var image = TestImages.Waves(12, 12);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            Resize.Degrade(image, 5, 4, degradation).Dispose();
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }
}
