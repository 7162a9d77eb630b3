using Coz.Contracts.Models;
using NUnit.Framework;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <content>Decoders that draw samples, and those with a loss of their own.</content>
public abstract partial class DecoderConformance
{
    /// <summary>A latent of zeros gives the plain output, where a query is one pixel.</summary>
    [Test]
    public void A_latent_of_zeros_is_the_plain_output()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = New(float64);
        var sampling = Sampling(decoder);
        if (sampling.PatchSize > 1)
            Assert.Pass("It draws patches: the plain output takes a pixel out of each.");
        using var map = Map(decoder, float64, batch: 2);
        using var prepared = decoder.Prepare(map);
        var points = WholeGrid.ToPoints(map.Height, map.Width, 2, float64, CPU);
        var sample = sampling.Sample(prepared, points, zeros(2, WholeGrid.Count, sampling.LatentChannels, float64));
        Assert.That(Probe.Distance(sample, decoder.Decode(prepared, points)), Is.LessThan(1e-12 * Probe.Spread(sample)));
    }

    /// <summary>log p(x) is log N(z) - log |dx/dz|, the derivatives taken numerically.</summary>
    [Test]
    public void The_likelihood_is_that_of_the_samples()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var decoder = New(float64);
        var sampling = Sampling(decoder);
        using var map = Map(decoder, float64, batch: 1);
        using var prepared = decoder.Prepare(map);
        var channels = sampling.LatentChannels;
        var one = WholeGrid.ToPoints(map.Height, map.Width, 1, float64, CPU, first: 40, count: 1);
        var latent = Probe.Random(float64, 1, 1, channels);
        var steps = eye(channels, dtype: float64).unsqueeze(0) * 1e-5;

        var all = new PointQueries(one.Coords.expand(1, 2 * channels, 2), one.Cells.expand(1, 2 * channels, 2));
        var around = sampling.Sample(prepared, all, cat([latent + steps, latent - steps], 1));
        var jacobian = (around.narrow(1, 0, channels) - around.narrow(1, channels, channels)).squeeze(0) / 2e-5;
        var (_, volume) = linalg.slogdet(jacobian);
        var expected = (latent.square().sum() * -0.5) - (0.5 * channels * Math.Log(2 * Math.PI)) - volume;

        var actual = sampling.LogLikelihood(prepared, one, sampling.Sample(prepared, one, latent));
        Assert.Multiple(() =>
        {
            Assert.That(actual.shape, Is.EqualTo(new long[] { 1, 1 }));
            Assert.That(actual.item<double>(), Is.EqualTo(expected.item<double>()).Within(1e-5 * channels));
        });
    }

    /// <summary>A hundred samples, likelihoods and losses leave no tensor behind.</summary>
    [Test]
    public void No_tensor_leaks_over_100_samples_likelihoods_and_losses()
    {
        using var decoder = New(float32);
        if (decoder is not (ISampling or ITrainingLoss))
            Assert.Pass("It draws no samples and has no loss of its own.");
        using var map = Map(decoder, float32, batch: 1);
        using var points = WholeGrid.ToPoints(map.Height, map.Width, 1, float32, CPU, count: 20);
        using var colours = Probe.Random(float32, 1, 20, 3);
        using var latent = Probe.Random(float32, 1, 20, (decoder as ISampling)?.LatentChannels ?? 1);
        var counts = Probe.LiveTensors(() =>
        {
            using var prepared = decoder.Prepare(map);
            using var loss = (decoder as ITrainingLoss)?.Loss(prepared, points, colours);
            using var sample = (decoder as ISampling)?.Sample(prepared, points, latent);
            using var likelihood = (decoder as ISampling)?.LogLikelihood(prepared, points, latent);
        });
        Assert.That(counts, Is.All.EqualTo(counts[0]), "the number of live tensors grows: dispose what a call allocates (NewDisposeScope)");
    }

    private static ISampling Sampling(Decoder decoder)
    {
        if (decoder is not ISampling)
            Assert.Pass("It draws no samples.");
        return (ISampling)decoder;
    }
}
