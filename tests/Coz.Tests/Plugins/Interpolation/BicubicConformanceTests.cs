using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Interpolation;

namespace Coz.Tests.Plugins.Interpolation;

public sealed class BicubicConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) => new BicubicModel();
}
