using Coz.Contracts.Models;
using Coz.Plugins.Srno;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Srno;

public sealed class SrnoTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new SrnoDecoder(new DecoderContext(64), new SrnoOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(794_883));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("srno")));
        });
    }
}
