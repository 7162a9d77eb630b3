using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.MetaSr;

namespace Coz.Tests.Plugins.MetaSr;

public sealed class MetaSrConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new MetaSrDecoder(context);
}
