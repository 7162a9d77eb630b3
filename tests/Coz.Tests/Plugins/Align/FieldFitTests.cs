using Coz.Contracts.Devices;
using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class FieldFitTests
{
    private const int Width = 852;
    private const int Height = 638;
    private static readonly double Radius = 0.5 * Math.Sqrt((Width * Width) + (Height * Height));

    // What a turned camera does is followed, what no camera does is held: a soft picture at x4, tiles good for 0.02 pixels along each axis.
    [Test]
    public void Noise_that_looks_like_no_camera_does_not_bend_the_field()
    {
        var (turn, none) = (Followed((u, v) => ((u * u) - (v * v), 2 * u * v)), Followed((u, v) => ((u * u) - (v * v), -2 * u * v)));
        Assert.That(turn, Is.GreaterThan(0.8), "of a bend by z^2");
        Assert.That(none, Is.LessThan(0.4), "of a bend by conj(z)^2");
        Assert.That(Followed((u, v) => (u, -v)), Is.LessThan(0.85), "of pixels that are not square");
        Assert.That(Followed((u, v) => (u, v)), Is.GreaterThan(0.99), "of a scale");
    }

    // How much the fit takes up of a field that is 0.02 pixels in the corner of the shared area.
    private static double Followed(Func<double, double, (double X, double Y)> field)
    {
        const double most = 0.02;
        var corner = field(106 / Radius, 79 / Radius);
        var size = most / Math.Sqrt((corner.X * corner.X) + (corner.Y * corner.Y));
        var targets = Tile.Grid(new Area(320, 240, 212, 158, 1)).Select(tile =>
        {
            var (x, y) = field((tile.CentreX - ((Width - 1) / 2.0)) / Radius, (tile.CentreY - ((Height - 1) / 2.0)) / Radius);
            return new FieldFit.Target(tile.CentreX, tile.CentreY, size * x, size * y, 4e-4, 0, 4e-4);
        }).ToList();
        var fitted = new FieldFit(Width, Height).Fit(targets, 2, 0.25, 4)!;
        var warp = new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], fitted.Field, Width, Height, Width, Height);
        var taken = targets.Select(target => (At: target, Field: warp.DisplacementAt(target.X, target.Y))).Sum(pair => (pair.At.Dx * pair.Field.X) + (pair.At.Dy * pair.Field.Y));
        return taken / targets.Sum(target => (target.Dx * target.Dx) + (target.Dy * target.Dy));
    }
}
