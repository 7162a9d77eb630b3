using Coz.Contracts.Models;
using Coz.Tests.Support;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Kernels;

public sealed class LrClusterTests
{
    private const int Six = 6;

    [Test]
    public void Every_output_pixel_is_in_one_cluster_with_its_nearest_pixel(
        [Values("1x1", "1x5", "2x3", "9x7")] string size, [Values(1, 2, 5, 8)] int mostPixels, [Values(6, 24, 96)] int mostSlots) =>
        ForEachGrid(size, (rows, columns) =>
        {
            var seen = new HashSet<(int, int)>();
            foreach (var cluster in LrCluster.Split(rows, columns, mostPixels, mostSlots))
            {
                foreach (var pixel in cluster.Pixels)
                {
                    var queries = cluster.Queries(pixel).ToList();
                    Assert.That(queries, Has.Count.EqualTo(pixel.Queries));
                    foreach (var (row, column) in queries)
                    {
                        Assert.That(seen.Add((row, column)), $"({row}, {column}) comes twice");
                        Assert.That((rows.Cells(row)[0], columns.Cells(column)[0]), Is.EqualTo((cluster.LrRow, pixel.LrColumn)));
                    }
                }
            }

            Assert.That(seen, Has.Count.EqualTo(rows.Count * columns.Count));
        });

    [Test]
    public void Slots_come_in_sixes_side_by_side_within_the_limits(
        [Values("1x1", "1x5", "2x3", "9x7")] string size, [Values(1, 2, 5, 8)] int mostPixels, [Values(6, 24, 96)] int mostSlots) =>
        ForEachGrid(size, (rows, columns) =>
        {
            foreach (var cluster in LrCluster.Split(rows, columns, mostPixels, mostSlots))
            {
                var next = 0;
                foreach (var (pixel, i) in cluster.Pixels.Select((pixel, i) => (pixel, i)))
                {
                    Assert.That(pixel.Slot, Is.EqualTo(next), "its slots follow its neighbour's");
                    Assert.That(pixel.Slots, Is.InRange(pixel.Queries, pixel.Queries + Six - 1));
                    Assert.That(pixel.Slots % Six, Is.Zero);
                    Assert.That(pixel.LrColumn, Is.EqualTo(cluster.Pixels[0].LrColumn + i), "neighbours");
                    next += pixel.Slots;
                }

                var isSmallest = cluster.Pixels.Count == 1 && cluster.Queries(cluster.Pixels[0]).Select(query => query.Row).Distinct().Count() == 1;
                Assert.That(cluster.Slots, Is.EqualTo(next));
                Assert.That(cluster.Pixels, Has.Count.InRange(1, mostPixels));
                Assert.That(cluster.Slots <= mostSlots || isSmallest, $"{cluster.Slots} slots, of {mostSlots}");
            }
        });

    [Test]
    public void A_cluster_takes_as_many_pixels_as_it_may()
    {
        var axis = new AxisNeighbours(GridAxis.Whole(8, 24), 8, [0]);
        var counts = LrCluster.Split(axis, axis, mostPixels: 3, mostSlots: 96).Select(cluster => cluster.Pixels.Count).Take(3);
        Assert.That(counts, Is.EqualTo(new[] { 3, 3, 2 }));
    }

    private static void ForEachGrid(string size, Action<AxisNeighbours, AxisNeighbours> check)
    {
        var sides = size.Split('x').Select(int.Parse).ToArray();
        using var map = new FeatureMap(zeros(1, 1, sides[0], sides[1]), zeros(1, 3, sides[0], sides[1]), ownsImage: true);
        foreach (var grid in Grids.Over(sides[0], sides[1]).Append(Grids.Of(sides[0], sides[1], 11, new(1, 1))))
        {
            var (rows, columns) = AxisNeighbours.Of(grid, map, [0], nudge: 0);
            check(rows, columns);
        }
    }
}
