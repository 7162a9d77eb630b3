using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// The loss that the decoder brings: its <see cref="ITrainingLoss"/>, or, of a decoder that draws patches, the mean negative
/// log-likelihood of the true patches.
/// </summary>
[Plugin("own", Summary = "The decoder's own loss: LINF's likelihood")]
public sealed class OwnLoss : TrainingLoss
{
    /// <inheritdoc/>
    public override string? FaultOf(Decoder decoder) => decoder is ITrainingLoss or ISampling
        ? null
        : $"loss: own needs a decoder with a loss of its own, and {decoder.GetType().Name} has none; use l1";

    /// <inheritdoc/>
    public override Tensor Of(LossInput input)
    {
        if (input.Decoder is ITrainingLoss own)
            return own.Loss(input.Map, input.Queries, input.Target);
        using var likelihood = ((ISampling)input.Decoder).LogLikelihood(input.Map, input.Queries, input.Target);
        using var mean = likelihood.mean();
        return -mean;
    }
}
