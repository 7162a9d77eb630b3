using Coz.Contracts.Models;
using Coz.Plugins.Lmi;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Lmi;

public sealed class LmiTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LmiDecoder(new DecoderContext(64), new LmiOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(87_859));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("lmi")));
        });
    }
}
