using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lmi;

namespace Coz.Tests.Plugins.Lmi;

[TestFixture(false)]
[TestFixture(true)]
public sealed class LmiConformanceTests(bool skip) : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LmiDecoder(context, new LmiOptions { Skip = skip });
}
