using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Rdn;

namespace Coz.Tests.Plugins.Rdn;

public sealed class RdnConformanceTests : EncoderConformance
{
    protected override Encoder Create() => new RdnEncoder(new RdnOptions { G0 = 6, D = 2, C = 2, G = 4, KernelSize = 5 });
}
