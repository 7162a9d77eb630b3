using Coz.Contracts.Devices;
using Coz.Plugins.SimulatedRig;

namespace Coz.Tests.Plugins.SimulatedRig;

[TestFixture]
public sealed class DisplacementTests
{
    private const float Footprint = 3;

    [TestCase(6, 0)]
    [TestCase(0, 0.25)]
    [TestCase(6, 0.25)]
    public void Its_slack_is_what_it_moves_and_little_more(double parallax, double movingPart)
    {
        var displacement = new Displacement(Spec(parallax, movingPart), Footprint);
        var band = Straight();
        displacement.Apply(band);
        var moved = Straight().X.Zip(band.X, (before, after) => Math.Abs(after - before) / Footprint).Max();

        Assert.That(displacement.IsOn);
        Assert.That(displacement.Slack, Is.GreaterThan(moved), "less would cut things off");
        Assert.That(displacement.Slack, Is.LessThan(3 * (moved + 1)), "every thing of the scene is looked for so much farther: a wide frame would take minutes");
    }

    [Test]
    public void Without_a_fault_nothing_moves()
    {
        var displacement = new Displacement(Spec(0, 0), Footprint);

        Assert.That(displacement.IsOn, Is.False);
        Assert.That(displacement.Slack, Is.Zero);
    }

    // The whole frame in one band, two samples a pixel.
    private static SceneBand Straight()
    {
        var band = new SceneBand(640, 480);
        for (var i = 0; i < band.X.Length; i++)
            (band.X[i], band.Y[i]) = (((i % 640) - 320) * Footprint, ((i / 640) - 240) * Footprint);
        return band;
    }

    private static FrameSpec Spec(double parallax, double movingPart) => new()
    {
        Scene = null!,
        SamplesPerTangent = 1000,
        Geometry = new FrameGeometry(320, 240, 600, 159.5, 119.5, 0, 0, 0, 0, 0),
        Aperture = 8,
        Defocus = (0, 0),
        Vignetting = 0,
        Exposure = 1,
        Gain = 1,
        FullWell = 1,
        ReadNoise = 0,
        Temperature = 5200,
        Quality = 90,
        Seed = 1,
        Parallax = parallax,
        MovingPart = movingPart,
    };
}
