using Coz.Contracts.Models;
using NUnit.Framework;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <content>Weights: stored, loaded, trained.</content>
public abstract partial class DecoderConformance
{
    /// <summary>Weights that are stored and loaded again give the same output.</summary>
    [Test]
    public void The_state_dict_makes_a_copy()
    {
        using var noGradient = no_grad();
        using var original = New(float32, seed: 1);
        using var copy = New(float32, seed: 2);
        ModelState.Load(null, copy, ModelState.Of(null, original), "the original");
        using var map = Map(original, float32, batch: 1);
        using var expected = Render(original, map, WholeGrid);
        using var actual = Render(copy, map, WholeGrid);
        Assert.That(Probe.Distance(actual, expected), Is.Zero, "something that decides the output is not in the state dict");
    }

    /// <summary>
    /// A loss at free points reaches every trainable parameter, and the features: the decoder's own loss, else its likelihood, else a
    /// distance to other colours.
    /// </summary>
    [Test]
    public void Gradients_reach_every_trainable_parameter_and_the_features()
    {
        using var scope = NewDisposeScope();
        using var decoder = New(float32);
        decoder.train();
        var image = Probe.Random(float32, 2, 3, LrSize.Height, LrSize.Width);
        if (decoder is Interpolation)
            Assert.Pass("An interpolation is not trained.");
        var features = Probe.Random(float32, 2, Channels, LrSize.Height, LrSize.Width).requires_grad_();
        using var map = new FeatureMap(features, image);
        using var prepared = decoder.Prepare(map);
        var points = WholeGrid.ToPoints(map.Height, map.Width, 2, float32, CPU);
        var channels = (decoder as ISampling)?.LatentChannels ?? 3;
        var target = Probe.Random(float32, 2, points.Count, channels);
        var loss = decoder switch
        {
            ITrainingLoss own => own.Loss(prepared, points, target.narrow(2, 0, 3)),
            ISampling sampling => -sampling.LogLikelihood(prepared, points, target).mean(),
            _ => (decoder.Decode(prepared, points) - target).pow(2).mean(),
        };
        loss.backward();
        Assert.Multiple(() =>
        {
            Assert.That(Probe.WithoutGradient(decoder), Is.Empty);
            Assert.That(features.grad is { } gradient && gradient.count_nonzero().item<long>() > 0, "the features have no gradient: the encoder would not be trained");
        });
    }
}
