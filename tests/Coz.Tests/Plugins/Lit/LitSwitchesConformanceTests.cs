using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lit;

namespace Coz.Tests.Plugins.Lit;

/// <summary>Without the size of the output pixel, and with the least reach.</summary>
public sealed class LitSwitchesConformanceTests : DecoderConformance
{
    protected override Decoder Create(DecoderContext context) =>
        new LitDecoder(context, new LitOptions { BaseDim = 6, Head = 3, R = 1, HiddenList = [], EncDims = 8, IsCell = false });
}
