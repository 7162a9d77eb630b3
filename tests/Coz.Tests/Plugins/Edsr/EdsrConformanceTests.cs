using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Edsr;

namespace Coz.Tests.Plugins.Edsr;

public sealed class EdsrConformanceTests : EncoderConformance
{
    protected override Encoder Create() => new EdsrBaselineEncoder(new EdsrBaselineOptions { NResblocks = 2, NFeats = 8, ResScale = 0.5 });
}
