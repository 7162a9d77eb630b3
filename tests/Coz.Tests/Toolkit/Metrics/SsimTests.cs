using Coz.Tests.Support;
using Coz.Toolkit;

namespace Coz.Tests.Toolkit.Metrics;

public sealed class SsimTests
{
    [Test]
    public void Equal_images_have_a_similarity_of_one()
    {
        using var image = TestImages.Waves(20, 30);
        var raster = Raster.From(image, 255);
        Assert.That(Ssim.Of(raster, raster, 255), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void Two_constants_have_the_similarity_of_their_means()
    {
        var (a, b) = (new Raster(1, 15, 12).Map(_ => 100), new Raster(1, 15, 12).Map(_ => 110));
        const double c1 = 2.55 * 2.55;
        Assert.That(Ssim.Of(a, b, 255), Is.EqualTo(((2 * 100 * 110) + c1) / ((100 * 100) + (110 * 110) + c1)).Within(1e-9));
    }

    [Test]
    public void It_equals_the_definition_evaluated_window_by_window()
    {
        using var first = TestImages.Waves(14, 17, seed: 1);
        using var second = TestImages.Waves(14, 17, seed: 2);
        var (a, b) = (Raster.From(first, 255), Raster.From(second, 255));
        Assert.That(Ssim.Of(a, b, 255), Is.EqualTo(ByDefinition(a, b)).Within(1e-10));
    }

    [Test]
    public void An_image_smaller_than_the_window_is_refused() =>
        Assert.That(() => Ssim.Of(new Raster(1, 10, 20), new Raster(1, 10, 20), 255), Throws.ArgumentException);

    private static double ByDefinition(Raster a, Raster b)
    {
        var window = new double[11, 11];
        var total = 0.0;
        for (var i = 0; i < 121; i++)
            total += window[i / 11, i % 11] = Math.Exp(-(Math.Pow((i / 11) - 5, 2) + Math.Pow((i % 11) - 5, 2)) / 4.5);
        var (sum, count) = (0.0, 0);
        for (var c = 0; c < a.Channels; c++)
        {
            for (var top = 0; top <= a.Height - 11; top++)
            {
                for (var left = 0; left <= a.Width - 11; left++, count++)
                {
                    var pixels = Enumerable.Range(0, 121).Select(i => (
                        Weight: window[i / 11, i % 11] / total,
                        A: a.Plane(c)[((top + (i / 11)) * a.Width) + left + (i % 11)],
                        B: b.Plane(c)[((top + (i / 11)) * a.Width) + left + (i % 11)])).ToList();
                    var (meanA, meanB) = (pixels.Sum(p => p.Weight * p.A), pixels.Sum(p => p.Weight * p.B));
                    var varianceA = pixels.Sum(p => p.Weight * Math.Pow(p.A - meanA, 2));
                    var varianceB = pixels.Sum(p => p.Weight * Math.Pow(p.B - meanB, 2));
                    var covariance = pixels.Sum(p => p.Weight * (p.A - meanA) * (p.B - meanB));
                    sum += ((2 * meanA * meanB) + 6.5025) * ((2 * covariance) + 58.5225) / (((meanA * meanA) + (meanB * meanB) + 6.5025) * (varianceA + varianceB + 58.5225));
                }
            }
        }

        return sum / count;
    }
}
