using Coz.Contracts.Models;
using Coz.Plugins.Metrics;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Metrics;

/// <summary>MATLAB-bicubic down and up on Set5 and Set14, against figures measured with independent code.</summary>
public sealed class PublishedFiguresTests
{
    private const double Decibel = 0.005;
    private const double Similarity = 0.0005;

    [TestCase("Set5", 2, 33.678, 33.645, 31.795, 0.9304, 0.9293)]
    [TestCase("Set5", 3, 30.404, 30.386, 28.625, 0.8690, 0.8678)]
    [TestCase("Set5", 4, 28.431, 28.418, 26.695, 0.8113, 0.8102)]
    [TestCase("Set5", 2.5, 31.797, null, 29.977, null, null)]
    [TestCase("Set5", 2.7, 31.191, null, 29.394, null, null)]
    [TestCase("Set14", 2, 30.327, 30.315, 28.522, 0.8700, 0.8692)]
    [TestCase("Set14", 3, 27.632, 27.626, 25.946, 0.7759, 0.7752)]
    [TestCase("Set14", 4, 26.090, 26.086, 24.464, 0.7049, 0.7042)]
    [TestCase("Set14", 2.5, 28.768, null, 27.030, null, null)]
    [TestCase("Set14", 2.7, 28.273, null, 26.560, null, null)]
    public void Bicubic_measures_what_is_known_of_it(string set, double scale, double y, double? yRounded, double rgb, double? ssim, double? ssimRounded)
    {
        var folder = SharedImages.FolderOrIgnore(set, "HR");
        var mean = Mean(scale, Directory.GetFiles(folder, "*.png").Select(path => (path, (string?)null)), ssim is null ? [] : ["y", "y-rounded"]);
        Assert.Multiple(() =>
        {
            Assert.That(mean["psnr/y"], Is.EqualTo(y).Within(Decibel));
            Assert.That(mean["psnr/rgb"], Is.EqualTo(rgb).Within(Decibel));
            if (yRounded is not null)
                Assert.That(mean["psnr/y-rounded"], Is.EqualTo(yRounded).Within(Decibel));
            if (ssim is null)
                return;
            Assert.That(mean["ssim/y"], Is.EqualTo(ssim).Within(Similarity));
            Assert.That(mean["ssim/y-rounded"], Is.EqualTo(ssimRounded).Within(Similarity));
        });
    }

    [TestCase(2, 33.6779)]
    [TestCase(3, 30.4043)]
    [TestCase(4, 28.4305)]
    public void LIIFs_benchmark_measure_of_the_published_LR_files_is_the_known_one(int scale, double expected)
    {
        var folder = SharedImages.FolderOrIgnore("Set5", "LR_bicubic", $"X{scale}");
        var files = Directory.GetFiles(SharedImages.FolderOrIgnore("Set5", "HR"), "*.png")
            .Select(path => (path, (string?)Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}x{scale}.png")));
        Assert.That(Mean(scale, files, [], roundsSr: true)["psnr/liif-benchmark"], Is.EqualTo(expected).Within(0.0002));
    }

    private static Dictionary<string, double> Mean(double scale, IEnumerable<(string Hr, string? Lr)> files, IReadOnlyList<string> ssimProtocols, bool roundsSr = false)
    {
        Metric[] metrics =
        [
            new PsnrMetric(new PsnrOptions { Protocols = ["y", "rgb", "y-rounded", "liif-benchmark", "liif-div2k", "coz"] }),
            new SsimMetric(new SsimOptions { Protocols = ssimProtocols }),
        ];
        var scores = new List<MetricScore>();
        foreach (var (path, lrPath) in files)
        {
            using var image = ImageFile.Read(path);
            var size = ScaleRules.PairOf((int)image.Pixels.shape[2], (int)image.Pixels.shape[3], scale, path);
            using var hr = image.Pixels.narrow(2, 0, size.HrHeight).narrow(3, 0, size.HrWidth).contiguous();
            using var lr = lrPath is null ? Resize.Degrade(hr, size.LrHeight, size.LrWidth, Degradation.MatlabBicubic) : ImageFile.Read(lrPath).Pixels;
            using var upscaled = Resize.Bicubic(lr, size.HrHeight, size.HrWidth);
            using var sr = roundsSr ? upscaled.mul(255).round().div(255) : upscaled.alias();
            scores.AddRange(metrics.SelectMany(metric => metric.Measure(sr, hr, scale)));
        }

        return scores.GroupBy(score => $"{score.Metric}/{score.Protocol}").ToDictionary(group => group.Key, group => group.Average(score => score.Value));
    }
}
