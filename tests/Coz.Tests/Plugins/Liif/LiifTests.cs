using Coz.Contracts.Models;
using Coz.Plugins.Liif;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Liif;

public sealed class LiifTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LiifDecoder(new DecoderContext(64), new LiifOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(346_883));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("liif")));
        });
    }
}
