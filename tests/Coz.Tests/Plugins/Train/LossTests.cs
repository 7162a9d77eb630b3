using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Train;

[TestFixture]
public sealed class LossTests
{
    // Differences of 3 and -4 in levels of a tenth; charbonnier's epsilon of 0.4 makes the second one sqrt(0.32).
    [TestCase("l1", "{}", (0.3 + 0.4) / 2)]
    [TestCase("l2", "{}", (0.09 + 0.16) / 2)]
    [TestCase("charbonnier", "{ \"epsilon\": 0.4 }", (0.5 + 0.5656854249) / 2)]
    public void A_loss_of_pixels_is_the_mean_over_them(string name, string options, double expected)
    {
        var parts = new TestParts();
        var loss = (PixelLoss)parts.Create(parts.Bind<TrainingLoss>(name, JsonNode.Parse(options)!.AsObject()));
        using var prediction = tensor(new[] { 0.5f, 0.1f }).view(1, 1, 2);
        using var target = tensor(new[] { 0.2f, 0.5f }).view(1, 1, 2);
        using var value = loss.Of(prediction, target);

        Assert.That(value.item<float>(), Is.EqualTo(expected).Within(1e-6));
    }

    // Differences of 0.3, -0.4 and 0.5: luma's is 0.299 x 0.3 - 0.587 x 0.4 + 0.114 x 0.5.
    [Test]
    public void Luma_is_weighed_beside_the_channels()
    {
        var loss = L1("{ \"luma\": 2 }");
        using var prediction = tensor(new[] { 0.5f, 0.1f, 0.9f }).view(1, 1, 3);
        using var target = tensor(new[] { 0.2f, 0.5f, 0.4f }).view(1, 1, 3);
        using var value = loss.Of(prediction, target);

        Assert.That(value.item<float>(), Is.EqualTo(0.4 + (2 * 0.0881)).Within(1e-6));
    }

    [Test]
    public void Luma_of_a_decoder_that_predicts_patches_is_refused()
    {
        var parts = new TestParts();
        using var decoder = parts.Create(parts.Bind<Decoder>("linf"), DecoderContext.Example);
        Assert.That(L1("{ \"luma\": 1 }").FaultOf(decoder), Does.Contain("leave luma out"));
        Assert.That(L1("{}").FaultOf(decoder), Is.Null);
    }

    private static PixelLoss L1(string options)
    {
        var parts = new TestParts();
        return (PixelLoss)parts.Create(parts.Bind<TrainingLoss>("l1", JsonNode.Parse(options)!.AsObject()));
    }
}
