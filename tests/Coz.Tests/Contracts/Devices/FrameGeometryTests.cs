using Coz.Contracts.Devices;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
public sealed class FrameGeometryTests
{
    private static readonly FrameGeometry Wide = new(852, 638, 1503, 427.1, 316.2, 0.026, 0.004, 0.0004, -0.0003, 0.0011);
    private static readonly FrameGeometry Long = new(852, 638, 6021, 424.9, 319.7, -0.008, -0.001, -0.0001, 0.0002, -0.0007);

    [Test]
    public void Pixels_to_the_scene_and_back_is_where_it_began()
    {
        for (var y = -20; y < 660; y += 85)
        {
            for (var x = -20; x < 880; x += 90)
            {
                var (u, v) = Wide.ToScene(x, y);
                var (backX, backY) = Wide.FromScene(u, v);
                Assert.That(Math.Max(Math.Abs(backX - x), Math.Abs(backY - y)), Is.LessThan(1e-9));
            }
        }
    }

    [Test]
    public void A_warp_and_its_inverse_are_one()
    {
        var (x, y) = Long.Map(Wide, 100.25, 500.5);
        var (backX, backY) = Wide.Map(Long, x, y);

        Assert.That(backX, Is.EqualTo(100.25).Within(1e-8));
        Assert.That(backY, Is.EqualTo(500.5).Within(1e-8));
    }

    [Test]
    public void Barrel_distortion_sees_further_in_the_corners()
    {
        var plain = Wide with { K1 = 0, K2 = 0 };

        Assert.That(Wide.ToScene(0, 0).U, Is.LessThan(plain.ToScene(0, 0).U));
    }
}
