using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Decodes the queries of a batch in the way its decoder is trained.</summary>
internal static class Prediction
{
    /// <summary>The last stage of a cascade over its grids; of a decoder that draws patches, the patches of a latent of zeros; else plain points.</summary>
    public static Tensor Of(Decoder decoder, FeatureMap map, PointQueries queries, IReadOnlyList<GridQueries>? stages, bool isPatch)
    {
        if (isPatch && decoder is ISampling sampling)
        {
            using var latent = zeros(queries.Batch, queries.Count, sampling.LatentChannels, queries.Coords.dtype, queries.Coords.device);
            return sampling.Sample(map, queries, latent);
        }

        if (stages is null || decoder is not IStaged staged)
            return decoder.Decode(map, queries);
        var outputs = staged.DecodeStages(map, queries, stages);
        foreach (var earlier in outputs.SkipLast(1))
            earlier.Dispose();
        return outputs[^1];
    }
}
