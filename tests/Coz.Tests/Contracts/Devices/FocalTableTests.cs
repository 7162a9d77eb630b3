using Coz.Contracts;
using Coz.Contracts.Devices;

namespace Coz.Tests.Contracts.Devices;

[TestFixture]
public sealed class FocalTableTests
{
    [Test]
    public void Positions_and_focal_lengths_are_each_others_inverse()
    {
        var table = new FocalTable([new(0, 18), new(30, 45), new(75, 150)]);

        foreach (var focal in new[] { 18, 20.5, 45, 99, 150 })
            Assert.That(table.FocalAt(table.PositionOf(focal)), Is.EqualTo(focal).Within(1e-9));
        Assert.That(table.FocalAt(15), Is.EqualTo(Math.Sqrt(18 * 45)).Within(1e-9), "the logarithm is linear");
        Assert.That(() => table.PositionOf(17), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_ring_may_turn_the_other_way() => Assert.That(new FocalTable([new(0, 150), new(10, 18)]).PositionOf(18), Is.EqualTo(10));

    [Test]
    public void A_table_that_goes_up_and_down_is_refused() =>
        Assert.That(() => new FocalTable([new(0, 18), new(1, 20), new(2, 19)]), Throws.InstanceOf<CozException>().With.Message.Contains("only rise or only fall"));
}
