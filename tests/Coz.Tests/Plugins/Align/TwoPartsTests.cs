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

    private static List<FoundTile> Found(Func<Tile, (double X, double Y)> where) => [.. Tiles.Select(tile => new FoundTile(tile, where(tile).X, where(tile).Y))];
}
