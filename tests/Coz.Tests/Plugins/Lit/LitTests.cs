using Coz.Contracts.Models;
using Coz.Plugins.Lit;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Lit;

public sealed class LitTests
{
    [Test]
    public void It_has_the_official_parameters_by_their_official_names()
    {
        using var decoder = new LitDecoder(new DecoderContext(64), new LitOptions());
        Assert.Multiple(() =>
        {
            Assert.That(StateDict.Parameters(decoder), Is.EqualTo(5_328_651));
            Assert.That(StateDict.Of(decoder), Is.EqualTo(StateDict.Official("lit")));
        });
    }

    [Test]
    public void Sizes_that_cannot_be_are_refused() => Assert.Multiple(() =>
    {
        Assert.That(new LitOptions().Validate(), Is.Empty);
        Assert.That(new LitOptions { Head = 7 }.Validate(), Has.One.Contains("256 and 7"));
        Assert.That(new LitOptions { EncDims = 6 }.Validate(), Has.One.Contains("got 6"));
        Assert.That(new LitOptions { HiddenList = [8, 0] }.Validate(), Has.One.Contains("[8, 0]"));
    });
}
