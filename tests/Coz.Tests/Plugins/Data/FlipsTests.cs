using Coz.Contracts.Models;
using Coz.Plugins.Data;
using Coz.Tests.Support;
using static TorchSharp.torch;

namespace Coz.Tests.Plugins.Data;

public sealed class FlipsTests
{
    [Test]
    public void The_grid_says_where_the_pixels_are_after_every_turn()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 100; i++)
        {
            using var patch = new Flips().Apply(Ramp(), new SampleRandom(i));
            var (down, right) = (Slope(patch, 0), Slope(patch, 1));
            seen.Add($"{Math.Round(down.Red)} {Math.Round(down.Green)} {Math.Round(right.Red)} {Math.Round(right.Green)}");
            RampPatch.AssertGridFits(patch);
        }

        Assert.That(seen, Has.Count.EqualTo(8), "the eight symmetries of a square");
    }

    [Test]
    public void Each_turn_comes_every_second_time_and_the_same_numbers_give_the_same_turn()
    {
        var plain = 0;
        for (var i = 0; i < 400; i++)
        {
            using var first = new Flips().Apply(Ramp(), new SampleRandom(7, i));
            using var again = new Flips().Apply(Ramp(), new SampleRandom(7, i));
            Assert.That((first.Hr - again.Hr).abs().max().item<float>(), Is.Zero);
            using var original = Ramp();
            plain += (first.Hr.shape[2], first.Grid) == (original.Hr.shape[2], original.Grid) && (first.Hr - original.Hr).abs().max().item<float>() == 0 ? 1 : 0;
        }

        Assert.That(plain, Is.InRange(25, 75), "an eighth of 400");
    }

    // Another scale and another offset on each axis; HR is not square.
    private static ImagePair Ramp() => RampPatch.Make(6, 6, new GridQueries(
        new GridAxis(15, new Rational(1, 7), new Rational(3, 8)), new GridAxis(12, new Rational(-1, 9), new Rational(1, 2))));

    private static (double Red, double Green) Slope(ImagePair patch, int axis)
    {
        using var scope = NewDisposeScope();
        var first = patch.Lr[0, .., 0, 0];
        var next = axis == 0 ? patch.Lr[0, .., 1, 0] : patch.Lr[0, .., 0, 1];
        var change = (next - first) * RampPatch.Unit;
        return (change[0].item<float>(), change[1].item<float>());
    }
}
