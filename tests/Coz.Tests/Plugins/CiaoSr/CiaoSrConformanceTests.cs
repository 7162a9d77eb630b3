using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.CiaoSr;

namespace Coz.Tests.Plugins.CiaoSr;

public sealed class CiaoSrConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) =>
        new CiaoSrDecoder(context, new CiaoSrOptions { HiddenListQ = [10, 9], HiddenListK = [11], HiddenListV = [12, 8] });
}
