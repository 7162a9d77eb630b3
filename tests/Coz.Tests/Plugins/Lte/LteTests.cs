using Coz.Contracts.Models;
using Coz.Plugins.Lte;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Lte;

public sealed class LteTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LteDecoder(new DecoderContext(64), new LteOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(493_827));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("lte")));
        });
    }
}
