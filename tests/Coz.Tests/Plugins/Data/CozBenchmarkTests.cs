using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Benchmark;
using Coz.Plugins.Data;
using Coz.Plugins.Metrics;
using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Plugins.Data;

public sealed class CozBenchmarkTests
{
    [Test]
    public async Task On_images_that_are_not_square_the_released_reshape_gives_another_PSNR_and_mode_exact_the_right_one()
    {
        using var folder = new Support.TemporaryFolder();
        CozFolder.WriteTest(folder, "a", 100, 150, [2], 1);
        var official = await Psnr(folder, CozMode.Official);
        var exact = await Psnr(folder, CozMode.Exact);
        Assert.That(official["coz-released"], Is.Not.EqualTo(official["coz"]).Within(1e-3));
        Assert.That(exact["coz"], Is.EqualTo(official["coz"]).Within(1e-6), "the same pair where sizes divide");

        // By hand: the border of 2 + 6 pixels, and the same rectangle of an image whose rows are cut at its height.
        using var hr = ImageFile.Read(folder.Path("test_HR", "a.png"));
        using var lr = ImageFile.Read(folder.Path("test_LR", "a", "2.png"));
        using var sr = Upscaled(lr.Pixels);
        using var squares = (sr - hr.Pixels).square();
        var border = squares.narrow(2, 8, 84).narrow(3, 8, 134).mean().item<float>();
        var mangled = squares.contiguous().view(1, 3, 150, 100).narrow(2, 8, 134).narrow(3, 8, 84).mean().item<float>();
        Assert.That(exact["coz"], Is.EqualTo(-10 * Math.Log10(border)).Within(1e-3));
        Assert.That(official["coz-released"], Is.EqualTo(-10 * Math.Log10(mangled)).Within(1e-3));
    }

    private static async Task<Dictionary<string, double>> Psnr(Support.TemporaryFolder folder, CozMode mode)
    {
        var options = new BenchmarkOptions
        {
            Models = [ModelSpec.FromShortForm("bicubic", "")],
            Data = new Part<PairSource>("coz", new CozOptions { Root = folder.FullPath, Mode = mode, Scales = [2] }),
            Metrics = [new Part<Metric>("psnr", new PsnrOptions { Protocols = ["coz", "coz-released"] })],
            Plots = false,
        };
        var result = await new BenchmarkTask(options, new TestParts()).RunAsync(new TestRun(folder.Path("run", "x")[..^2]), default);
        return result.Json["rows"]!.AsArray().ToDictionary(row => (string)row!["protocol"]!, row => (double)row!["value"]!);
    }

    private static TorchSharp.torch.Tensor Upscaled(TorchSharp.torch.Tensor lr)
    {
        using var model = new ModelFactory(new TestParts()).Create(ModelSpec.FromShortForm("bicubic", ""));
        return model.Upscale(lr, GridQueries.Whole(50, 75, 100, 150)).clamp(0, 1);
    }
}
