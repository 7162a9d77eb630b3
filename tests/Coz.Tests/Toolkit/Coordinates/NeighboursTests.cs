using Coz.Toolkit;
using FsCheck;
using FsCheck.Fluent;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Coordinates;

public sealed class NeighboursTests
{
    private static readonly int[] Four = [-1, 1];
    private static readonly int[] Sixteen = [-3, -1, 1, 3];

    [Test]
    public void Each_neighbour_says_where_the_query_lies_from_its_centre() => ForAnyQuery((coords, height, width, around) =>
    {
        var rows = LrCoordinates.Centre(around.Index.div(width, RoundingMode.floor), height, float64);
        var columns = LrCoordinates.Centre(around.Index.remainder(width), width, float64);
        var relative = stack([(coords.narrow(2, 0, 1) - rows) * height, (coords.narrow(2, 1, 1) - columns) * width], -1);
        return (relative - around.Relative).abs().max().item<double>() < 1e-9;
    });

    [Test]
    public void Neighbours_lie_in_the_image_and_no_further_than_their_offset() => ForAnyQuery((_, height, width, around) =>
    {
        var furthest = around.Count == 4 ? 2 : 4;
        return around.Index.min().item<long>() >= 0
            && around.Index.max().item<long>() < height * width
            && around.Relative.abs().max().item<double>() <= furthest + (1e-5 * Math.Max(height, width));
    });

    [Test]
    public void Shares_are_positive_and_sum_to_one() => ForAnyQuery((_, _, _, around) =>
    {
        var weights = around.AreaWeights();
        return weights.min().item<double>() > 0 && (weights.sum(-1) - 1).abs().max().item<double>() < 1e-12;
    });

    [Test]
    public void Blending_the_corners_of_a_plane_gives_the_plane()
    {
        using var scope = NewDisposeScope();
        var coords = (rand([1, 50, 2], float64) * 1.6) - 0.8;
        using var around = Neighbours.Around(coords, 11, 13, Four);
        var blended = around.Blend((_, relative) => coords - (relative / tensor([11.0, 13.0])));
        Assert.That((blended - coords).abs().max().item<double>(), Is.LessThan(1e-7), "area weights are bilinear interpolation");
    }

    [Test]
    public void A_query_at_a_pixels_centre_belongs_to_it_alone()
    {
        using var scope = NewDisposeScope();
        var coords = tensor([-1 + (5.0 / 9), -1 + (7.0 / 7)]).view(1, 1, 2);
        using var around = Neighbours.Around(coords, 9, 7, Four);
        var weights = around.AreaWeights().data<double>().ToArray();
        var own = Array.IndexOf(around.Index.data<long>().ToArray(), (2 * 7) + 3);
        Assert.That(weights[own], Is.EqualTo(1).Within(1e-8));
    }

    private static void ForAnyQuery(Func<Tensor, int, int, Neighbours, bool> holds) => Prop.ForAll<int, int, int>((h, w, seed) =>
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)((uint)h % 60) + 1, (int)((uint)w % 60) + 1);
        random.manual_seed(seed);
        var coords = (rand([2, 9, 2], float64) * 2) - 1;
        return new[] { Four, Sixteen }.All(offsets => holds(coords, height, width, Neighbours.Around(coords, height, width, offsets)));
    }).QuickCheckThrowOnFailure();
}
