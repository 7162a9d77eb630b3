using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Interpolation;

namespace Coz.Tests.Plugins.Interpolation;

public sealed class NearestConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new NearestModel();
}
