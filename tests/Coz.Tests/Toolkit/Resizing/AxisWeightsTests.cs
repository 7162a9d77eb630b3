using Coz.Toolkit;

namespace Coz.Tests.Toolkit.Resizing;

public sealed class AxisWeightsTests
{
    private static readonly Func<int, int, AxisWeights>[] Filters = [AxisWeights.MatlabBicubic, AxisWeights.PillowBicubic, AxisWeights.Box];

    [Test]
    public void Every_filter_has_weights_that_sum_to_one_and_indices_inside(
        [Values(0, 1, 2)] int filter, [Values(1, 2, 7, 100)] int inputs, [Values(1, 2, 5, 37)] int outputs)
    {
        inputs = filter == 2 ? Math.Max(inputs, outputs) : inputs;
        var weights = Filters[filter](inputs, outputs);
        Assert.That(weights.Indices, Is.All.InRange(0, inputs - 1));
        for (var i = 0; i < outputs; i++)
            Assert.That(weights.Weights.AsSpan(i * weights.Taps, weights.Taps).ToArray().Sum(), Is.EqualTo(1).Within(1e-12));
    }

    [Test]
    public void The_same_size_changes_nothing([Values(0, 1, 2)] int filter)
    {
        var image = new Raster(1, 3, 4, [.. Enumerable.Range(0, 12).Select(i => (i * i) % 7.0)]);
        var same = SeparableResize.Apply(image, Filters[filter](3, 3), Filters[filter](4, 4));
        Assert.That(same.Values, Is.EqualTo(image.Values).Within(1e-12));
    }

    [Test]
    public void Doubling_with_the_cubic_has_the_known_weights_of_an_eighth_phase()
    {
        // Keys' cubic at distances 0.25, 0.75, 1.25, 1.75: 111, 29, -9 and -3 of 128.
        var weights = AxisWeights.MatlabBicubic(8, 16);
        var sample = Enumerable.Range(0, weights.Taps).Select(k => (weights.Indices[(7 * weights.Taps) + k], weights.Weights[(7 * weights.Taps) + k])).Where(tap => tap.Item2 != 0).ToList();
        Assert.That(sample.Select(tap => tap.Item1), Is.EqualTo(new[] { 2, 3, 4, 5 }));
        Assert.That(sample.Select(tap => tap.Item2 * 128), Is.EqualTo(new[] { -9.0, 111, 29, -3 }).Within(1e-9));
    }

    [Test]
    public void The_box_takes_parts_of_pixels_into_account()
    {
        var image = new Raster(1, 1, 5, [10, 20, 30, 40, 50]);
        var half = SeparableResize.Apply(image, AxisWeights.Box(1, 1), AxisWeights.Box(5, 2));
        Assert.That(half.Values, Is.EqualTo(new[] { (10 + 20 + 15) / 2.5, (15 + 40 + 50) / 2.5 }).Within(1e-12));
    }
}
