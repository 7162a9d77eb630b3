using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Tests.Toolkit.Geometry;

public sealed class ScaleRulesTests
{
    [TestCase(512, 2.7, 189, 510)]
    [TestCase(255, 2, 127, 254)]
    [TestCase(13, 2.5, 5, 12)]
    [TestCase(27, 2.7, 10, 27)]
    [TestCase(7, 1, 7, 7)]
    [TestCase(64, 64, 1, 64)]
    public void Sides_follow_the_scale(int side, double scale, int lr, int hr)
    {
        Assert.That(ScaleRules.LrSide(side, scale), Is.EqualTo(lr));
        Assert.That(ScaleRules.HrSide(lr, scale), Is.EqualTo(hr));
    }

    [TestCase(2, 2)]
    [TestCase(2.1, 3)]
    [TestCase(2.7, 3)]
    [TestCase(3.0000000000000004, 3)]
    public void The_shave_is_the_next_whole_number(double scale, int shave) =>
        Assert.That(ScaleRules.Shave(scale), Is.EqualTo(shave));

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(1e9)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(0.999)]
    [TestCase(64.001)]
    public void A_scale_outside_the_range_is_refused_with_the_range(double scale) =>
        Assert.That(() => ScaleRules.Check(scale, "scales"), Throws.InstanceOf<UsageException>().With.Message.StartsWith("scales: a scale is a number from 1 to 64; got "));

    [Test]
    public void An_image_that_would_shrink_to_nothing_is_refused_by_name() =>
        Assert.That(() => ScaleRules.PairOf(100, 7, 8, "a.png"), Throws.InstanceOf<CozException>().With.Message.Contains("a.png has 7x100 pixels"));

    [Test]
    public void The_hr_part_never_exceeds_the_image()
    {
        for (var side = 1; side < 300; side++)
        {
            for (var scale = 1.0; scale < Math.Min(side, 9); scale += 0.037)
                Assert.That(ScaleRules.HrSide(ScaleRules.LrSide(side, scale), scale), Is.InRange(1, side), $"{side} at {scale}");
        }
    }
}
