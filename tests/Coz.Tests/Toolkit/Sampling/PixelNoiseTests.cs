using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Sampling;

public sealed class PixelNoiseTests
{
    private const int Side = 300;

    [Test]
    public void It_is_standard_normal()
    {
        using var scope = NewDisposeScope();
        var noise = Field(seed: 3);
        var standardError = 1 / Math.Sqrt(noise.numel());
        Assert.Multiple(() =>
        {
            Assert.That(noise.mean().item<double>(), Is.EqualTo(0).Within(4 * standardError));
            Assert.That(noise.var().item<double>(), Is.EqualTo(1).Within(4 * Math.Sqrt(2) * standardError));
            Assert.That(noise.pow(3).mean().item<double>(), Is.EqualTo(0).Within(4 * Math.Sqrt(15) * standardError), "skewness");
            Assert.That(noise.pow(4).mean().item<double>(), Is.EqualTo(3).Within(4 * Math.Sqrt(96) * standardError), "kurtosis");
            Assert.That(noise.abs().lt(1).to(float64).mean().item<double>(), Is.EqualTo(0.682689).Within(4 * 0.5 * standardError), "within one deviation");
        });
    }

    [Test]
    public void Neighbours_channels_and_seeds_are_uncorrelated()
    {
        using var scope = NewDisposeScope();
        var noise = Field(seed: 3);
        var limit = 4.5 / Math.Sqrt(noise.numel() / 3.0);
        var inner = noise.narrow(0, 0, Side - 1).narrow(1, 0, Side - 1);
        Assert.Multiple(() =>
        {
            Assert.That(Correlation(inner, noise.narrow(0, 1, Side - 1).narrow(1, 0, Side - 1)), Is.LessThan(limit), "the row below");
            Assert.That(Correlation(inner, noise.narrow(0, 0, Side - 1).narrow(1, 1, Side - 1)), Is.LessThan(limit), "the column after");
            Assert.That(Correlation(inner, noise.transpose(0, 1).narrow(0, 1, Side - 1).narrow(1, 0, Side - 1)), Is.LessThan(limit), "rows and columns exchanged");
            Assert.That(Correlation(noise.select(2, 0), noise.select(2, 1)), Is.LessThan(limit), "channels");
            Assert.That(Correlation(noise, Field(seed: 4)), Is.LessThan(limit), "the next seed");
        });
    }

    [Test]
    public void A_pixel_has_its_number_whatever_it_is_asked_with()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new long[] { -3, 0, 70_000, 1L << 40 });
        var columns = tensor(new long[] { 5, -1, 9, 0 });
        var together = PixelNoise.Normal(11, rows, columns, 4, float64);
        for (var i = 0; i < 4; i++)
        {
            for (var channel = 0; channel < 4; channel++)
                Assert.That(together[i, channel].item<double>(), Is.EqualTo(PixelNoise.Normal(11, rows[i].item<long>(), columns[i].item<long>(), channel)));
        }

        var alone = PixelNoise.Normal(11, rows.narrow(0, 2, 1), columns.narrow(0, 2, 1), 4, float64);
        Assert.That(alone.Equals(together.narrow(0, 2, 1)), Is.True);
        Assert.That(together.shape, Is.EqualTo(new long[] { 4, 4 }));
    }

    private static Tensor Field(long seed)
    {
        using var scope = NewDisposeScope();
        var index = arange(Side);
        return PixelNoise.Normal(seed, index.unsqueeze(1).expand(Side, Side), index.unsqueeze(0).expand(Side, Side), 3, float64).MoveToOuterDisposeScope();
    }

    private static double Correlation(Tensor a, Tensor b) => Math.Abs((a * b).mean().item<double>());
}
