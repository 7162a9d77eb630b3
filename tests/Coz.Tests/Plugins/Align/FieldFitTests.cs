using Coz.Contracts.Devices;
using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class FieldFitTests
{
    private const int Width = 852;
    private const int Height = 638;
    private static readonly double Radius = 0.5 * Math.Sqrt((Width * Width) + (Height * Height));

    // What a turned camera does is followed, what no camera does is held: a soft picture at x4, tiles good for 0.014 pixels.
    [Test]
    public void Noise_that_looks_like_no_camera_does_not_bend_the_field()
    {
        var (turn, none) = (Followed((u, v) => ((u * u) - (v * v), 2 * u * v)), Followed((u, v) => ((u * u) - (v * v), -2 * u * v)));
        Assert.That(none, Is.LessThan(0.2), "of a bend by conj(z)^2");
        Assert.That(turn, Is.GreaterThan(0.5), "of a bend by z^2");
        Assert.That(Followed((u, v) => (u, -v)), Is.LessThan(0.4), "of pixels that are not square");
        Assert.That(Followed((u, v) => (u, v)), Is.GreaterThan(0.9), "of a scale");
    }

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

    // How much of a field of 0.1 pixels in the corner of the shared area the fit takes up there.
    private static double Followed(Func<double, double, (double X, double Y)> field)
    {
        var area = new Area(320, 240, 212, 158, 1);
        var (reachU, reachV) = (106 / Radius, 79 / Radius);
        var corner = field(reachU, reachV);
        var size = 0.1 / Math.Sqrt((corner.X * corner.X) + (corner.Y * corner.Y));
        var targets = Tile.Grid(area).Where(tile => !tile.IsHeldOut).Select(tile =>
        {
            var (x, y) = field((tile.CentreX - ((Width - 1) / 2.0)) / Radius, (tile.CentreY - ((Height - 1) / 2.0)) / Radius);
            return new FieldFit.Target(tile.CentreX, tile.CentreY, size * x, size * y, 1e-4, 0, 1e-4);
        }).ToList();
        var fitted = new FieldFit(Width, Height).Fit(targets, 2, 0.25, 4)!;
        var warp = new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], fitted.Field, Width, Height, Width, Height);
        var (dx, dy) = warp.DisplacementAt(((Width - 1) / 2.0) + 106, ((Height - 1) / 2.0) + 79);
        return ((dx * corner.X) + (dy * corner.Y)) * size / 0.01;
    }

    private static FineResult Result(Func<Tile, (double X, double Y)> shift)
    {
        var area = new Area(0, 0, 800, 600, 1);
        var tiles = Tile.Grid(area).Select(tile => new TileMeasure(tile, shift(tile).X, shift(tile).Y, 1e-4, 0, 1e-4, 1, 1, 1, 0)).ToList();
        return new FineResult(new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], null, 800, 600, 800, 600), area, tiles, 1, (_, _) => 0, () => null);
    }
}
