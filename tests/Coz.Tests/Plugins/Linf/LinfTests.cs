using Coz.Contracts.Models;
using Coz.Plugins.Linf;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Linf;

public sealed class LinfTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LinfDecoder(new DecoderContext(64), new LinfOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(705_216));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("linf")));
        });
    }
}
