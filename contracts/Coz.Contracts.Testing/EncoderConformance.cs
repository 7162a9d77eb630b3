using Coz.Contracts.Models;
using NUnit.Framework;
using TorchSharp;
using static TorchSharp.torch;

namespace Coz.Contracts.Testing;

/// <summary>The tests that every encoder passes: inherit, say how the encoder is made, run. Small options keep them quick.</summary>
public abstract class EncoderConformance
{
    /// <summary>The image of the tests.</summary>
    protected virtual (int Height, int Width) ImageSize => (11, 14);

    /// <summary>Makes the encoder under test.</summary>
    /// <returns>A new encoder; the test disposes it.</returns>
    protected abstract Encoder Create();

    /// <summary>Features have the image's size and the declared channels, for batches and images that are not square.</summary>
    /// <param name="dtype">The type of the whole encoder.</param>
    [TestCase(ScalarType.Float32)]
    [TestCase(ScalarType.Float64)]
    public void Features_have_the_size_of_the_image_and_the_declared_channels(ScalarType dtype)
    {
        using var noGradient = no_grad();
        using var encoder = New(dtype);
        using var image = Image(dtype, batch: 2);
        using var features = encoder.forward(image);
        Assert.Multiple(() =>
        {
            Assert.That(features.shape, Is.EqualTo(new long[] { 2, encoder.Channels, ImageSize.Height, ImageSize.Width }));
            Assert.That(features.dtype, Is.EqualTo(dtype));
            Assert.That(Probe.Spread(features), Is.GreaterThan(0).And.LessThan(1e9), "the features are constant or not finite");
        });
    }

    /// <summary>Each image of a batch gives what it gives alone.</summary>
    [Test]
    public void Images_of_a_batch_agree_with_each_alone()
    {
        using var noGradient = no_grad();
        using var encoder = New(float32);
        using var images = Image(float32, batch: 2);
        using var together = encoder.forward(images);
        using var last = images.narrow(0, 1, 1);
        using var alone = encoder.forward(last);
        using var expected = together.narrow(0, 1, 1);
        Assert.That(Probe.Distance(alone, expected), Is.LessThan(1e-5 * Probe.Spread(together)));
    }

    /// <summary>What lies further away than Reach has no influence.</summary>
    [Test]
    public void Nothing_beyond_Reach_changes_a_feature()
    {
        using var noGradient = no_grad();
        using var encoder = New(float64);
        if (encoder.Reach.Pixels is not { } reach)
        {
            Assert.Pass("It says that it depends on the whole image.");
            return;
        }

        var centre = reach + 2;
        using var image = Probe.Random(float64, 1, 3, (2 * centre) + 1, (2 * centre) + 1);
        using var other = Probe.ChangedOutside(image, centre, centre, reach);
        using var expected = Centre(encoder, image);
        using var actual = Centre(encoder, other);
        Assert.That(Probe.Distance(actual, expected), Is.LessThan(1e-9), $"Reach is said to be {encoder.Reach}");

        Tensor Centre(Encoder module, Tensor input)
        {
            using var features = module.forward(input);
            return features.narrow(2, centre, 1).narrow(3, centre, 1).clone();
        }
    }

    /// <summary>A hundred passes leave no tensor behind.</summary>
    [Test]
    public void No_tensor_leaks_over_100_predictions()
    {
        using var noGradient = no_grad();
        using var encoder = New(float32);
        using var image = Image(float32, batch: 1);
        var counts = Probe.LiveTensors(() =>
        {
            using var map = encoder.Encode(image);
        });
        Assert.That(counts, Is.All.EqualTo(counts[0]), "the number of live tensors grows: dispose what a call allocates (NewDisposeScope)");
    }

    /// <summary>Weights that are stored and loaded again give the same features.</summary>
    [Test]
    public void The_state_dict_makes_a_copy()
    {
        using var noGradient = no_grad();
        using var original = New(float32, seed: 1);
        using var copy = New(float32, seed: 2);
        ModelState.Load(copy, null, ModelState.Of(original, null), "the original");
        using var image = Image(float32, batch: 1);
        using var expected = original.forward(image);
        using var actual = copy.forward(image);
        Assert.That(Probe.Distance(actual, expected), Is.Zero, "something that decides the features is not in the state dict");
    }

    /// <summary>A loss on the features reaches every trainable parameter.</summary>
    [Test]
    public void Gradients_reach_every_trainable_parameter()
    {
        using var scope = NewDisposeScope();
        using var encoder = New(float32);
        encoder.train();
        var features = encoder.forward(Image(float32, batch: 2));
        (features - Probe.Random(float32, features.shape)).pow(2).mean().backward();
        Assert.That(Probe.WithoutGradient(encoder), Is.Empty);
    }

    private Encoder New(ScalarType dtype, int seed = 20) => Probe.Seeded(Create, dtype, seed);

    private Tensor Image(ScalarType dtype, int batch) => Probe.Random(dtype, batch, 3, ImageSize.Height, ImageSize.Width);
}
