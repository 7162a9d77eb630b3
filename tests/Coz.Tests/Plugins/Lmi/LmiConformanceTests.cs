using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lmi;

namespace Coz.Tests.Plugins.Lmi;

public sealed class LmiConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LmiDecoder(context);
}
