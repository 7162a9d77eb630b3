using Coz.Contracts.Models;
using Coz.Tests.Support;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

public sealed class OutputPlanesTests
{
    [Test]
    public void Pixels_lie_on_the_bilinear_upscale_of_their_own_image([Values("1x1", "1x5", "2x3", "9x7")] string size, [Values] bool hasSkip)
    {
        using var scope = NewDisposeScope();
        var sides = size.Split('x').Select(int.Parse).ToArray();
        random.manual_seed(1);
        var image = randn(2, 3, sides[0], sides[1]);
        foreach (var grid in Grids.Over(sides[0], sides[1]))
        {
            var detail = randn(2, grid.Count, 3);
            var output = empty(2, 3, grid.Rows.Count, grid.Columns.Count);
            for (var n = 0; n < 2; n++)
                Store(new OutputPlanes(output, n, image, grid, hasSkip), grid, TensorMemory.Copy(detail.select(0, n)));
            var points = grid.ToPoints(sides[0], sides[1], 2, float64, CPU);
            var expected = hasSkip ? detail + BilinearSkip.Sample(image.to(float64), points.Coords) : detail;
            var distance = (output.flatten(2).transpose(1, 2).to(float64) - expected).abs().max().item<double>();
            Assert.That(distance, Is.LessThan(hasSkip ? 2e-6 : 1e-12), $"{grid}");
        }
    }

    [Test]
    public void An_axis_names_two_neighbours_and_the_second_ones_share()
    {
        var axis = new BilinearAxis(GridAxis.Whole(3, 6), 3);
        var samples = Enumerable.Range(0, 6).Select(i => axis[i]).ToArray();
        Assert.That(samples, Is.EqualTo(new[] { (0, 1, 0f), (0, 1, 0.25f), (0, 1, 0.75f), (1, 2, 0.25f), (1, 2, 0.75f), (2, 2, 0f) }));
    }

    private static unsafe void Store(OutputPlanes planes, GridQueries grid, float[] rgb)
    {
        fixed (float* first = rgb)
        {
            for (var i = 0; i < rgb.Length / 3; i++)
                planes.Store(i / grid.Columns.Count, i % grid.Columns.Count, first + (3 * i));
        }
    }
}
