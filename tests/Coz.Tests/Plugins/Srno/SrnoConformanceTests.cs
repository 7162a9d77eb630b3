using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Srno;

namespace Coz.Tests.Plugins.Srno;

public sealed class SrnoConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new SrnoDecoder(context, new SrnoOptions { Width = 12, Heads = 3 });
}
