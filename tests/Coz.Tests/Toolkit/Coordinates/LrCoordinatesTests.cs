using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Tests.Toolkit.Coordinates;

public sealed class LrCoordinatesTests
{
    [Test]
    public void The_cell_at_a_centre_is_that_cell([Values(1, 2, 7, 333, 4096)] int count, [Values] bool single)
    {
        using var scope = NewDisposeScope();
        var cells = arange(count, int64);
        var centres = LrCoordinates.Centre(cells, count, single ? float32 : float64);
        Assert.That(LrCoordinates.NearestCell(centres, count).equal(cells).all().item<bool>());
    }

    [Test]
    public void Positions_outside_belong_to_the_border_cells()
    {
        using var scope = NewDisposeScope();
        var cells = LrCoordinates.NearestCell(tensor([-3.0, -1.0, 1.0, 3.0]), 5);
        Assert.That(cells.data<long>().ToArray(), Is.EqualTo(new long[] { 0, 0, 4, 4 }));
    }

    [Test]
    public void A_position_between_two_cells_belongs_to_the_even_one_as_in_grid_sample()
    {
        using var scope = NewDisposeScope();
        var cells = LrCoordinates.NearestCell(tensor([-0.5, 0.0, 0.5]), 4);
        Assert.That(cells.data<long>().ToArray(), Is.EqualTo(new long[] { 0, 2, 2 }));
    }

    [Test]
    public void A_cell_of_scale_two_is_one_half_pixel()
    {
        using var scope = NewDisposeScope();
        var cells = LrCoordinates.RelativeCells(tensor([2.0 / 10, 2.0 / 28]).view(1, 1, 2), height: 5, width: 7);
        Assert.That(cells.data<double>().ToArray(), Is.EqualTo(new[] { 1, 0.5 }).Within(1e-15));
    }
}
