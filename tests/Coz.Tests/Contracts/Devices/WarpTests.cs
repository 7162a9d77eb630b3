using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
public sealed class WarpTests
{
    private static readonly Warp Sample = new(
        [2.01, 0.003, 5, -0.002, 1.99, -7, 1e-6, -2e-6, 1],
        new SmoothField([0.1, 0.2, -0.3, 0.05, 0.01, -0.02], [-0.1, 0.15, 0.2, 0, 0.03, 0.04], [0.002, -0.001], 0.01, -0.02),
        640, 480, 1280, 960);

    [Test]
    public void Json_keeps_every_bit()
    {
        var copy = Warp.FromJson(JsonNode.Parse(Sample.ToJson().ToJsonString())!);

        Assert.That(copy.Map(17.3, 211.9), Is.EqualTo(Sample.Map(17.3, 211.9)));
        Assert.That(copy.ToJson().ToJsonString(), Is.EqualTo(Sample.ToJson().ToJsonString()));
    }

    [Test]
    public void The_field_is_added_in_reference_pixels_before_the_homography()
    {
        var (dx, dy) = Sample.DisplacementAt(100, 50);
        var plain = new Warp(Sample.Homography, null, 640, 480, 1280, 960);

        Assert.That(Sample.Map(100, 50), Is.EqualTo(plain.Map(100 + dx, 50 + dy)));
        Assert.That(Sample.DisplacementAt(319.5, 239.5).X, Is.EqualTo(0.1).Within(1e-3), "the constant term, at the centre");
    }

    [Test]
    public void A_radial_field_points_along_the_radius()
    {
        var radial = new Warp([1, 0, 0, 0, 1, 0, 0, 0, 1], new SmoothField([], [], [0.01]), 801, 601, 801, 601);
        var (dx, dy) = radial.DisplacementAt(800, 600);

        // The corner's centre lies 500 of 500.8 half-diagonals out.
        Assert.That(dx / dy, Is.EqualTo(400.0 / 300).Within(1e-12));
        Assert.That(Math.Sqrt((dx * dx) + (dy * dy)), Is.EqualTo(5).Within(0.05));
    }

    [Test]
    public void The_scale_is_that_of_areas()
    {
        var warp = new Warp([2, 0, 0, 0, 4.5, 0, 0, 0, 1], null, 10, 10, 20, 45);

        Assert.That(warp.ScaleAt(4, 4), Is.EqualTo(3).Within(1e-12));
    }

    [Test]
    public void Numbers_that_make_no_warp_are_refused()
    {
        Assert.That(() => new Warp([1, 0, 0], null, 1, 1, 1, 1), Throws.InstanceOf<CozException>());
        Assert.That(() => new Warp([1, 0, 0, 0, 1, 0, 0, 0, double.NaN], null, 1, 1, 1, 1), Throws.InstanceOf<CozException>());
        Assert.That(() => Warp.FromJson(new JsonObject { ["homography"] = "no" }), Throws.InstanceOf<CozException>());
    }
}
