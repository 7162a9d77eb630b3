using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.MetaSr;

namespace Coz.Tests.Plugins.MetaSr;

[TestFixture(false)]
[TestFixture(true)]
public sealed class MetaSrConformanceTests(bool skip) : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new MetaSrDecoder(context, new MetaSrOptions { Skip = skip });
}
