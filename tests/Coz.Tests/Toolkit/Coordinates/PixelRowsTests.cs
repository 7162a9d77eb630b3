using Coz.Toolkit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Coz.Tests.Toolkit.Coordinates;

public sealed class PixelRowsTests
{
    [Test]
    public void Reading_the_nearest_pixel_gives_the_bits_of_grid_sample()
    {
        using var scope = NewDisposeScope();
        var map = randn(2, 5, 9, 7);
        var coords = (rand(2, 400, 2) * 1.99) - 0.995;
        using var pixel = Neighbours.Around(coords, 9, 7, [0], nudge: 0);
        var read = PixelRows.Gather(PixelRows.Flatten(map), pixel.Index.squeeze(2));
        var sampled = F.grid_sample(map, coords.flip(-1).unsqueeze(1), GridSampleMode.Nearest, GridSamplePaddingMode.Zeros, align_corners: false);
        Assert.That(read.equal(sampled.squeeze(2).transpose(1, 2)).all().item<bool>());
    }

    [Test]
    public void The_gradient_has_the_same_bits_every_time()
    {
        using var scope = NewDisposeScope();
        var map = randn(2, 32, 9, 7);
        var index = randint(0, 63, [2, 3000], int64);
        var factors = randn(2, 3000, 32);
        var gradients = Enumerable.Range(0, 5).Select<int, Tensor>(_ =>
        {
            var leaf = map.clone().requires_grad_();
            (PixelRows.Gather(PixelRows.Flatten(leaf), index) * factors).sum().backward();
            return leaf.grad!;
        }).ToList();
        Assert.That(gradients.All(gradient => gradient.equal(gradients[0]).all().item<bool>()));
    }
}
