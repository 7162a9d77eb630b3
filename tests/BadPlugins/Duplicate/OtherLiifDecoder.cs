using Coz.Contracts;
using Coz.Contracts.Models;
using TorchSharp;

namespace Coz.BadPlugins;

[Plugin("liif", Summary = "Takes the name of another plugin's decoder")]
public sealed class OtherLiifDecoder : Decoder
{
    public override Reach Reach => 0;

    public override torch.Tensor Decode(FeatureMap map, PointQueries queries) => torch.zeros(queries.Batch, queries.Count, 3);
}
