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
}
