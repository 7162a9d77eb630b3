using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Coordinates;

public sealed class BilinearSkipTests
{
    [TestCase(-0.5, -0.5, 0, Description = "a centre")]
    [TestCase(0, -0.5, 1, Description = "between two rows")]
    [TestCase(0, 0, 1.5, Description = "between four pixels")]
    [TestCase(-1, 1, 1, Description = "a corner: the border continues")]
    public void Pixels_are_mixed_by_distance_and_the_border_continues(double row, double column, double expected)
    {
        using var scope = NewDisposeScope();
        var image = tensor([0.0, 1, 2, 3]).view(1, 1, 2, 2);
        var value = BilinearSkip.Sample(image, tensor([row, column]).view(1, 1, 2));
        Assert.That(value.item<double>(), Is.EqualTo(expected).Within(1e-12));
    }
}
