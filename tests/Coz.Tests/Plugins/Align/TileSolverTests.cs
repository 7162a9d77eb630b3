using Coz.Plugins.Align;

namespace Coz.Tests.Plugins.Align;

[TestFixture]
public sealed class TileSolverTests
{
    private const int Side = 64;
    private static readonly Area Whole = new(0, 0, Side, Side, 1);
    private static readonly Tile Middle = new(8, 8, 48, 48, 0, 0);

    [Test]
    public void A_bright_thing_that_is_softer_in_one_photo_has_not_moved()
    {
        var (sharp, soft) = (Petal().Blurred(0.8), Petal().Blurred(1.05));
        var (reference, levels) = (Tone.FromLinear(soft), Tone.FromLinear(sharp));

        var measure = TileSolver.Measure(Middle, Whole, reference, new WarpedPlanes(levels, Tone.FromLinear(sharp.Blurred(WarpedPlanes.SofterBy))))!;
        Assert.That(measure.Length, Is.LessThan(0.02));
        Assert.That(measure.Softness, Is.EqualTo((1.05 * 1.05) - (0.8 * 0.8)).Within(20).Percent, "as a variance");

        // Softness behind the tone curve does not widen what is bright: the shift has to, and is wrong.
        var behind = TileSolver.Measure(Middle, Whole, reference, new WarpedPlanes(levels, levels.Blurred(WarpedPlanes.SofterBy)))!;
        Assert.That(behind.Length, Is.GreaterThan(3 * measure.Length).And.GreaterThan(0.05));
    }

    [TestCase(0.3, -0.2)]
    [TestCase(-0.15, 0.4)]
    public void A_shift_is_found_whatever_gain_and_bias_are(double x, double y)
    {
        var (here, moved) = (Petal().Blurred(1.2), Petal(x, y).Blurred(1.2));
        var levels = Tone.FromLinear(moved);
        var reference = Tone.FromLinear(here);
        for (var i = 0; i < reference.Values.Length; i++)
            reference.Values[i] = (0.9f * reference.Values[i]) + 7;

        var measure = TileSolver.Measure(Middle, Whole, reference, new WarpedPlanes(levels, Tone.FromLinear(moved.Blurred(WarpedPlanes.SofterBy))))!;
        Assert.That((measure.ShiftX, measure.ShiftY), Is.EqualTo((x, y)).Using<(double X, double Y)>((a, b) => Math.Abs(a.X - b.X) < 0.05 && Math.Abs(a.Y - b.Y) < 0.05));
    }

    [Test]
    public void Light_that_falls_off_is_matched_in_the_dark_and_in_the_bright()
    {
        var scene = new Plane(240, 240);
        var dimmer = new Plane(240, 240);
        for (var y = 0; y < 240; y++)
        {
            for (var x = 0; x < 240; x++)
            {
                // Dark and bright leaves, and light that falls off by a third towards a corner.
                scene.Row(y)[x] = (x / 24 + (y / 24)) % 3 == 0 ? 150 : 4;
                dimmer.Row(y)[x] = scene.Row(y)[x] * (1 - (0.33f * (x + y) / 480));
            }
        }

        var planes = new WarpedPlanes(Tone.FromLinear(scene), Tone.FromLinear(scene));
        LightField.Match(Tone.FromLinear(dimmer), planes);
        var reference = Tone.FromLinear(dimmer);
        Assert.That(planes.Levels.Values.Zip(reference.Values, (a, b) => Math.Abs(a - b)).Max(), Is.LessThan(0.2), "levels");
        Assert.That(planes.Softer.Values, Is.EqualTo(planes.Levels.Values), "the softer one alike");
    }

    // White below green, with a wavy edge: linear light.
    private static Plane Petal(double shiftX = 0, double shiftY = 0)
    {
        const int fine = 4;
        var plane = new Plane(Side, Side);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var sum = 0f;
                for (var i = 0; i < fine * fine; i++)
                {
                    var (u, v) = (x - shiftX + ((((i % fine) + 0.5) / fine) - 0.5), y - shiftY + ((((i / fine) + 0.5) / fine) - 0.5));
                    sum += v > 30 + (7 * Math.Sin(u / 5)) ? 160 : 4;
                }

                plane.Row(y)[x] = sum / (fine * fine);
            }
        }

        return plane;
    }
}
