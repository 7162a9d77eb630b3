using Coz.Contracts.Devices;
using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class FineResultTests
{
    [Test]
    public void Single_tiles_that_are_off_say_nothing_and_a_field_that_is_off_everywhere_does()
    {
        var odd = Result(tile => tile is { Column: 3 or 9, Row: 4 or 10 } ? (0.4, -0.3) : (0, 0));
        var all = Result(_ => (0.12, 0.16));
        var corner = Result(tile => tile is { Column: < 6, Row: < 6 } ? (0.3, 0.4) : (0, 0));
        Assert.That(odd.Pooled, Is.Zero);
        Assert.That(all.Pooled, Is.EqualTo(0.2).Within(1e-9));
        Assert.That(corner.Pooled, Is.EqualTo(0.5).Within(1e-9), "a corner is more than 5 % of the tiles");
    }

    private static FineResult Result(Func<Tile, (double X, double Y)> shift)
    {
        var area = new Area(0, 0, 800, 600, 1);
        var tiles = Tile.Grid(area).Select(tile => new TileMeasure(tile, shift(tile).X, shift(tile).Y, 1e-4, 0, 1e-4, 1, 1, 1, 0)).ToList();
        return new FineResult(new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], null, 800, 600, 800, 600), area, tiles, 1, (_, _) => 0, () => null);
    }
}
