using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Metrics;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Metrics;

public sealed class ProtocolTests
{
    private static readonly string[] All = ["y", "rgb", "y-rounded", "liif-benchmark", "liif-div2k", "coz", "coz-released"];

    [TestCaseSource(nameof(All))]
    public void Equal_images_measure_infinity(string protocol)
    {
        using var image = TestImages.Waves(40, 30);
        Assert.That(Measure(protocol, image, image, 2), Is.EqualTo(double.PositiveInfinity));
    }

    // A difference of 10 levels everywhere, on every channel: luma 101.88 and 110.47.
    [TestCase("rgb", 10.0 / 255)]
    [TestCase("liif-div2k", 10.0 / 255)]
    [TestCase("coz", 10.0 / 255)]
    [TestCase("coz-released", 10.0 / 255)]
    [TestCase("y", 10 * (65.481 + 128.553 + 24.966) / 255 / 255)]
    [TestCase("y-rounded", 8.0 / 255)]
    [TestCase("liif-benchmark", 10.0 / 255 * (65.738 + 129.057 + 25.064) / 256)]
    public void A_constant_difference_measures_its_own_size(string protocol, double difference)
    {
        using var dark = zeros(1, 3, 40, 30) + (100f / 255);
        using var bright = zeros(1, 3, 40, 30) + (110f / 255);
        Assert.That(Measure(protocol, bright, dark, 2), Is.EqualTo(-20 * Math.Log10(difference)).Within(1e-4));
    }

    [TestCase("y", 3)]
    [TestCase("rgb", 3)]
    [TestCase("liif-benchmark", 3)]
    [TestCase("liif-div2k", 9)]
    [TestCase("coz", 9)]
    public void The_border_is_shaved_by_the_protocol_and_not_a_pixel_more(string protocol, int shave)
    {
        using var hr = zeros(1, 3, 40, 30);
        using var outside = zeros(1, 3, 40, 30);
        outside[.., .., (shave - 1)..shave, ..] = 1f;
        Assert.That(Measure(protocol, outside, hr, 2.7), Is.EqualTo(double.PositiveInfinity));
        using var inside = zeros(1, 3, 40, 30);
        inside[.., .., shave..(shave + 1), ..] = 1f;
        Assert.That(Measure(protocol, inside, hr, 2.7), Is.LessThan(30));
    }

    [Test]
    public void The_released_COZ_test_shaves_other_pixels_of_an_image_that_is_not_square()
    {
        using var hr = TestImages.Waves(60, 40, seed: 1);
        using var sr = TestImages.Waves(60, 40, seed: 2);
        Assert.That(Measure("coz-released", sr, hr, 2), Is.Not.EqualTo(Measure("coz", sr, hr, 2)).And.EqualTo(Measure("coz", sr, hr, 2)).Within(1));
        using var square = sr[.., .., ..40, ..];
        using var squareHr = hr[.., .., ..40, ..];
        Assert.That(Measure("coz-released", square, squareHr, 2), Is.EqualTo(Measure("coz", square, squareHr, 2)));
    }

    [Test]
    public void Only_the_protocols_that_say_so_round_the_result()
    {
        using var hr = zeros(1, 3, 40, 30) + (100f / 255);
        using var sr = zeros(1, 3, 40, 30) + (100.3f / 255);
        Assert.That(All.Where(protocol => double.IsInfinity(Measure(protocol, sr, hr, 2))), Is.EqualTo(new[] { "y", "rgb", "y-rounded" }));
    }

    [Test]
    public void Every_protocol_states_range_rounding_and_shave()
    {
        var metric = new PsnrMetric(new PsnrOptions { Protocols = All });
        Assert.That(metric.Protocols.Select(protocol => protocol.Name), Is.EqualTo(All));
        Assert.That(metric.Protocols.Select(protocol => protocol.Description), Is.All.Contains("shaved"));
    }

    [Test]
    public void The_defaults_are_y_and_rgb_for_psnr_and_y_for_ssim()
    {
        Assert.That(new PsnrMetric(new PsnrOptions()).Protocols.Select(protocol => protocol.Name), Is.EqualTo(new[] { "y", "rgb" }));
        Assert.That(new SsimMetric(new SsimOptions()).Protocols.Select(protocol => protocol.Name), Is.EqualTo(new[] { "y" }));
    }

    [Test]
    public void An_unknown_protocol_is_answered_with_the_nearest()
    {
        Assert.That(new PsnrOptions { Protocols = ["y", "liif-bench"] }.Validate(), Has.One.Items.And.One.Contains("did you mean 'liif-benchmark'?"));
        Assert.That(new SsimOptions { Protocols = [] }.Validate(), Has.One.Items);
        Assert.That(new PsnrOptions().Validate(), Is.Empty);
    }

    [Test]
    public void Images_of_different_sizes_and_shaves_that_leave_nothing_are_refused()
    {
        using var a = zeros(1, 3, 40, 30);
        using var b = zeros(1, 3, 40, 31);
        Assert.That(() => Measure("y", a, b, 2), Throws.InstanceOf<CozException>());
        Assert.That(() => Measure("liif-div2k", a, a, 9), Throws.InstanceOf<CozException>().With.Message.Contains("shave of 15"));
    }

    [Test]
    public void Measuring_leaves_no_tensor_behind()
    {
        using var image = TestImages.Waves(40, 30);
        Metric[] metrics = [new PsnrMetric(new PsnrOptions { Protocols = All }), new SsimMetric(new SsimOptions())];
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 100; i++)
            Assert.That(metrics.Sum(metric => metric.Measure(image, image, 2).Count), Is.EqualTo(8));
        Assert.That(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount, Is.EqualTo(before));
    }

    private static double Measure(string protocol, Tensor sr, Tensor hr, double scale) =>
        new PsnrMetric(new PsnrOptions { Protocols = [protocol] }).Measure(sr, hr, scale).Single().Value;
}
