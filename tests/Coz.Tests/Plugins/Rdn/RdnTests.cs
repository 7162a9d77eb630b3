using Coz.Plugins.Rdn;
using Coz.Tests.Support;

namespace Coz.Tests.Plugins.Rdn;

public sealed class RdnTests
{
    [TestCase("A", 5_467_072)]
    [TestCase("B", 21_973_952)]
    public void Each_configuration_has_the_official_parameters(string config, int expected)
    {
        using var encoder = new RdnEncoder(new RdnOptions { Config = config });
        Assert.That(StateDict.Parameters(encoder), Is.EqualTo(expected));
    }

    [Test]
    public void Configuration_B_has_the_official_state_dict()
    {
        using var encoder = new RdnEncoder(new RdnOptions());
        Assert.That(StateDict.Of(encoder), Is.EqualTo(StateDict.Official("rdn")));
    }

    [Test]
    public void An_even_kernel_is_refused_by_its_key() =>
        Assert.That(new RdnOptions { KernelSize = 4 }.Validate(), Has.One.StartsWith("kernel_size is odd"));
}
