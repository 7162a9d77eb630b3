using Coz.Contracts.Devices;
using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class TwoPartsTests
{
    private static readonly Warp Warp = new([2, 0, 0, 0, 2, 0, 0, 0, 1], null, 1000, 750, 1000, 750);
    private static readonly IReadOnlyList<Tile> Tiles = Tile.Grid(new Area(250, 187, 500, 375, 1));

    [Test]
    public void A_patch_that_moved_is_found_whether_the_warp_followed_it_or_not()
    {
        static bool InPatch(Tile tile) => tile is { Column: >= 4 and <= 10, Row: >= 4 and <= 10 };
        var still = Found(tile => InPatch(tile) ? (6, -3) : (0, 0));
        var followed = Found(tile => InPatch(tile) ? (0, 0) : (-6, 3));

        Assert.That(TwoParts.Patch(still, Warp, 1), Is.EqualTo(49 / 225.0).Within(0.001));
        Assert.That(TwoParts.Patch(followed, Warp, 1), Is.EqualTo(49 / 225.0).Within(0.001));
    }

    [Test]
    public void A_lens_that_bends_and_turns_the_rest_hides_no_patch()
    {
        var found = Found(tile =>
        {
            var (x, y) = ((tile.CentreX - 499.5) / 625, (tile.CentreY - 374.5) / 625);
            var bent = 60 * ((x * x) + (y * y));
            var (dx, dy) = ((x * bent) - (8 * y), (y * bent) + (8 * x));
            return tile is { Column: >= 3 and <= 8, Row: >= 3 and <= 8 } ? (dx + 5, dy) : (dx, dy);
        });
        Assert.That(TwoParts.Patch(found, Warp, 1), Is.Not.Null);
    }

    [Test]
    public void Near_and_far_in_several_places_is_no_patch()
    {
        var found = Found(tile => tile is { Column: < 5, Row: < 5 } or { Column: > 9, Row: > 9 } ? (5, 1) : (0, 0));
        Assert.That(TwoParts.Patch(found, Warp, 1), Is.Null);
    }

    [Test]
    public void Depth_that_goes_on_everywhere_and_a_picture_in_one_piece_are_no_patch()
    {
        Assert.That(TwoParts.Patch(Found(tile => (8 * Math.Sin(tile.Column / 2.0), 6 * Math.Cos(tile.Row / 1.5))), Warp, 1), Is.Null);
        Assert.That(TwoParts.Patch(Found(_ => (2, 1)), Warp, 1), Is.Null);
    }

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

    private static List<FoundTile> Found(Func<Tile, (double X, double Y)> where) => [.. Tiles.Select(tile => new FoundTile(tile, where(tile).X, where(tile).Y))];

    private static Plane Texture(double x, double y) => Make((u, v) => 100 + (30 * Math.Sin((u - x) / 3.1) * Math.Sin((v - y) / 4.3)) + (25 * Math.Sin(((u - x) + (2 * (v - y))) / 11.7)));

    private static Plane Make(Func<int, int, double> level)
    {
        var plane = new Plane(160, 160);
        for (var i = 0; i < plane.Values.Length; i++)
            plane.Values[i] = (float)level(i % 160, i / 160);
        return plane;
    }
}
