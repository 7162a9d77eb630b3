using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Linf;

namespace Coz.Tests.Plugins.Linf;

public sealed class LinfPatchConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LinfPatchDecoder(context, new LinfPatchOptions { FlowLayers = 2, NumLayer = 1, HiddenDim = 12 });
}
