using Coz.Contracts.Models;
using Coz.Plugins.MetaSr;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.MetaSr;

public sealed class MetaSrTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new MetaSrDecoder(new DecoderContext(64));
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(445_120));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("metasr")));
        });
    }
}
