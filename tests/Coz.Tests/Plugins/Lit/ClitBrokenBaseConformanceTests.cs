using Coz.Contracts.Models;
using Coz.Contracts.Testing;
using Coz.Plugins.Lit;

namespace Coz.Tests.Plugins.Lit;

/// <summary>A base that is not whole: three stages, and grids that depend on the whole image.</summary>
public sealed class ClitBrokenBaseConformanceTests : DecoderConformance
{
    protected override (int Height, int Width) OutputSize => (24, 16);

    protected override Decoder Create(DecoderContext context) =>
        new ClitDecoder(context, new ClitOptions { BaseDim = 8, Head = 2, R = 1, HiddenList = [10], EncDims = 12, PosencScale = 5, Stages = 3, ScaleBase = 1.5 });
}
