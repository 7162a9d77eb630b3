using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lit;

namespace Coz.Tests.Plugins.Lit;

/// <summary>A whole base: two stages, on a grid that aligns with LR pixels. Sizes keep points off the lines between its pixels.</summary>
public sealed class ClitConformanceTests : DecoderConformance
{
    protected override (int Height, int Width) OutputSize => (32, 24);

    protected override Decoder Create(DecoderContext context) =>
        new ClitDecoder(context, new ClitOptions { BaseDim = 8, Head = 2, HiddenList = [10], EncDims = 12, PosencScale = 5, ScaleBase = 3 });
}
