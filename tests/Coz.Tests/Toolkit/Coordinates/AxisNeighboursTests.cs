using Coz.Contracts.Models;
using Coz.Tests.Support;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Coordinates;

public sealed class AxisNeighboursTests
{
    private static readonly int[][] Offsets = [[-1, 1], [-3, -1, 1, 3], [0]];

    [Test]
    public void The_cells_and_positions_are_those_of_float64_points(
        [ValueSource(nameof(Offsets))] int[] offsets,
        [Values("1x1", "1x5", "2x3", "9x7", "8x12")] string size)
    {
        using var scope = NewDisposeScope();
        var sides = size.Split('x').Select(int.Parse).ToArray();
        using var map = new FeatureMap(zeros(1, 1, sides[0], sides[1]), zeros(1, 3, sides[0], sides[1]));
        foreach (var grid in Grids.Over(sides[0], sides[1]))
        {
            var (rows, columns) = AxisNeighbours.Of(grid, map, offsets);
            var points = grid.ToPoints(map.Height, map.Width, 1, float64, CPU);
            using var expected = Neighbours.Around(points.Coords, map.Height, map.Width, offsets);
            var index = expected.Index.flatten().data<long>().ToArray();
            var relative = expected.Relative.flatten().data<double>().ToArray();
            var at = 0;
            foreach (var (row, column, y, x) in Cells(rows, columns))
            {
                var cell = ((long)rows.Cells(row)[y] * map.Width) + columns.Cells(column)[x];
                var (below, beside) = (rows.Relative(rows.Phase(row))[y], columns.Relative(columns.Phase(column))[x]);
                var isRight = cell == index[at] && Math.Abs(below - relative[2 * at]) < 1e-6 && Math.Abs(beside - relative[(2 * at) + 1]) < 1e-6;
                Assert.That(isRight, $"{grid}: sample ({row}, {column}) reads cell {cell} from ({below}, {beside}); {index[at]} from ({relative[2 * at]}, {relative[(2 * at) + 1]}) is right");
                at++;
            }

            Assert.That(at, Is.EqualTo(index.Length));
        }
    }

    [TestCase(2, 1)]
    [TestCase(5, 2)]
    [TestCase(37, 10)]
    [TestCase(4, 1)]
    [TestCase(7, 3)]
    public void A_scale_of_p_over_q_has_p_phases_away_from_the_borders(int p, int q)
    {
        const int LrCount = 60;
        foreach (var offsets in Offsets)
        {
            var axis = Grids.Axis(LrCount, new Rational(p, q));
            var around = new AxisNeighbours(axis, LrCount, offsets);
            var inner = Enumerable.Range(0, axis.Count).Where(i => axis.Centre(i) > 3 && axis.Centre(i) < LrCount - 3).Select(around.Phase).ToHashSet();
            Assert.That(inner, Has.Count.EqualTo(p), $"offsets {string.Join(", ", offsets)}");
            Assert.That(around.Phases, Is.InRange(p, p + (4 * p)), "those at the borders included");
        }
    }

    [Test]
    public void A_slice_and_a_crop_see_the_positions_of_the_whole()
    {
        var axis = Grids.Axis(20, new Rational(37, 10));
        var whole = new AxisNeighbours(axis, 20, Offsets[0]);
        var part = new AxisNeighbours(axis.Slice(20, 30), 20, Offsets[0]);
        var crop = new AxisNeighbours(axis.Slice(20, 30).RelativeTo(3), 20, Offsets[0]);
        for (var i = 0; i < 30; i++)
        {
            Assert.That(part.Cells(i).ToArray(), Is.EqualTo(whole.Cells(i + 20).ToArray()));
            Assert.That(crop.Cells(i).ToArray(), Is.EqualTo(whole.Cells(i + 20).ToArray().Select(cell => cell - 3)));
            Assert.That(part.Relative(part.Phase(i)).ToArray(), Is.EqualTo(whole.Relative(whole.Phase(i + 20)).ToArray()), "bit by bit");
            Assert.That(crop.Relative(crop.Phase(i)).ToArray(), Is.EqualTo(whole.Relative(whole.Phase(i + 20)).ToArray()), "bit by bit");
        }
    }

    private static IEnumerable<(int Row, int Column, int Y, int X)> Cells(AxisNeighbours rows, AxisNeighbours columns) =>
        from row in Enumerable.Range(0, rows.Count)
        from column in Enumerable.Range(0, columns.Count)
        from y in Enumerable.Range(0, rows.Around)
        from x in Enumerable.Range(0, columns.Around)
        select (row, column, y, x);
}
