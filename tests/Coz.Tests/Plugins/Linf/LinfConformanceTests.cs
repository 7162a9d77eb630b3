using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Linf;

namespace Coz.Tests.Plugins.Linf;

public sealed class LinfConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LinfDecoder(context, new LinfOptions { FlowLayers = 3, NumLayer = 2, HiddenDim = 12 });
}
