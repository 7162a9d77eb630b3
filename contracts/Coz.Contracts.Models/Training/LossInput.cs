using static TorchSharp.torch;

namespace Coz.Contracts.Models;

/// <summary>What a loss is a function of: a batch, encoded and prepared, and the truth at its queries. Borrowed by the loss.</summary>
/// <param name="Decoder">The decoder that is trained.</param>
/// <param name="Map">What its Prepare returned.</param>
/// <param name="Queries">(N, Q, 2) coordinates and cells; the middles of patches where the decoder draws patches (<see cref="ISampling"/>).</param>
/// <param name="Target">(N, Q, 3) the true RGB in the model's normalised range; of a decoder that draws patches (N, Q, LatentChannels), what its bilinear upscale lacks.</param>
/// <param name="Predict">Decodes the queries: the shape of <paramref name="Target"/>, with gradients; who calls it disposes the result.</param>
public sealed record LossInput(Decoder Decoder, FeatureMap Map, PointQueries Queries, Tensor Target, Func<Tensor> Predict);
