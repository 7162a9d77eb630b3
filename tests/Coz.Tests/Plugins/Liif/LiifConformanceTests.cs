using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Liif;

namespace Coz.Tests.Plugins.Liif;

public sealed class LiifConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LiifDecoder(context, new LiifOptions { HiddenList = [12, 10] });
}
