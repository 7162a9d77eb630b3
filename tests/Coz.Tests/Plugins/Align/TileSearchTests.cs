using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class TileSearchTests
{
    [TestCase(0, 0)]
    [TestCase(9, -6)]
    [TestCase(4.4, 2.7)]
    public void A_tile_is_found_where_it_has_gone(double x, double y)
    {
        var (reference, warped) = (Texture(0, 0), Texture(x, y));
        var tile = new Tile(60, 60, 40, 40, 0, 0);
        var at = TileSearch.Find(tile, new Area(0, 0, 160, 160, 1), reference, warped, 15)!.Value;
        Assert.That((at.X, at.Y), Is.EqualTo((x, y)).Using<(double X, double Y)>((a, b) => Math.Abs(a.X - b.X) < 0.2 && Math.Abs(a.Y - b.Y) < 0.2));
    }

    [Test]
    public void A_tile_that_is_flat_or_an_edge_that_slides_along_itself_is_found_nowhere()
    {
        var area = new Area(0, 0, 160, 160, 1);
        var tile = new Tile(60, 60, 40, 40, 0, 0);
        var flat = Make((_, _) => 90);
        var edge = Make((x, _) => x < 80 ? 40 : 160);
        Assert.That(TileSearch.Find(tile, area, flat, flat, 15), Is.Null);
        Assert.That(TileSearch.Find(tile, area, edge, edge, 15), Is.Null);
        Assert.That(TileSearch.Find(tile, area, Texture(0, 0), Make((x, y) => 90 + (40 * Math.Sin(x * y * 0.37))), 15), Is.Null, "another scene");
    }

    private static Plane Texture(double x, double y) => Make((u, v) => 100 + (30 * Math.Sin((u - x) / 3.1) * Math.Sin((v - y) / 4.3)) + (25 * Math.Sin(((u - x) + (2 * (v - y))) / 11.7)));

    private static Plane Make(Func<int, int, double> level)
    {
        var plane = new Plane(160, 160);
        for (var i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = (float)level(i % 160, i / 160);
        return plane;
    }
}
