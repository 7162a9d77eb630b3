using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lte;

namespace Coz.Tests.Plugins.Lte;

public sealed class LteConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LteDecoder(context, new LteOptions { HiddenDim = 12, HiddenList = [10, 9] });
}
