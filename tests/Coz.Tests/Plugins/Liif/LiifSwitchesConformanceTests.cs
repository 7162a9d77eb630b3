using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Liif;

namespace Coz.Tests.Plugins.Liif;

[TestFixture(false, false, false, false)]
[TestFixture(true, false, false, false)]
[TestFixture(false, true, true, false)]
[TestFixture(false, false, false, true)]
[TestFixture(true, true, true, true)]
public sealed class LiifSwitchesConformanceTests(bool localEnsemble, bool featUnfold, bool cellDecode, bool skip) : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new LiifDecoder(
        context,
        new LiifOptions { LocalEnsemble = localEnsemble, FeatUnfold = featUnfold, CellDecode = cellDecode, Skip = skip, HiddenList = [12] });
}
