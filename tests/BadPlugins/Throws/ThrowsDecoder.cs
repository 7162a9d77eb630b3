using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp;

namespace Coz.BadPlugins;

[Plugin("throws", Summary = "Throws in its constructor")]
public sealed class ThrowsDecoder : Decoder
{
    public ThrowsDecoder() => throw new InvalidOperationException("This constructor always throws.");

    public override Reach Reach => 0;

    public override torch.Tensor Decode(FeatureMap map, PointQueries queries) => torch.zeros(queries.Batch, queries.Count, 3);
}
