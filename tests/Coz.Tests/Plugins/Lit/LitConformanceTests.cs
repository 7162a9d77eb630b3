using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lit;

namespace Coz.Tests.Plugins.Lit;

public sealed class LitConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) =>
        new LitDecoder(context, new LitOptions { BaseDim = 8, Head = 2, R = 2, HiddenList = [10, 9], EncDims = 12 });
}
