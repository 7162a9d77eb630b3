using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.ModelTools.Predict;

/// <summary>What a decoder gives for a case, by the names it is written under.</summary>
/// <param name="decoder">The decoder.</param>
/// <param name="map">What its Prepare returned.</param>
/// <param name="input">The case.</param>
/// <param name="cancellationToken">Asked before each chunk.</param>
internal sealed class Prediction(Decoder decoder, FeatureMap map, PredictionCase input, CancellationToken cancellationToken)
{
    private const double Temperature = 0.7;
    private readonly PointQueries _queries = input.Queries!;

    /// <summary>The plain output, and the samples, likelihoods and earlier stages that the decoder and the case have.</summary>
    /// <returns>Names and tensors; the caller disposes them.</returns>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Outputs()
    {
        if (decoder is IStaged staged && input.Grids.Count > 0)
            return Stages(staged);
        if (decoder is not ISampling sampling)
            return [new("pred", InChunks((_, points) => decoder.Decode(map, points)))];
        var outputs = new List<KeyValuePair<string, Tensor>> { new("pred", Plain(sampling)) };
        if (input.Latent is { } latent)
            outputs.Add(new("pred_t07", Sample(sampling, part => latent.narrow(1, part.Start, part.Count) * Temperature)));
        if (input.Target is { } target)
            outputs.Add(new("logp", LogLikelihood(sampling, target)));
        return outputs;
    }

    private List<KeyValuePair<string, Tensor>> Stages(IStaged staged)
    {
        using var scope = NewDisposeScope();
        using var joined = InChunks((_, points) => cat([.. staged.DecodeStages(map, points, input.Grids)], -1));
        var stages = joined.split(3, -1).Select(stage => stage.contiguous().MoveToOuterDisposeScope()).ToList();
        return [new("pred", stages[^1]), .. stages.SkipLast(1).Select((stage, i) => KeyValuePair.Create($"pred_stage{i}", stage))];
    }

    private Tensor Plain(ISampling sampling) => sampling.PatchSize == 1
        ? InChunks((_, points) => decoder.Decode(map, points))
        : Sample(sampling, part => zeros(_queries.Batch, part.Count, sampling.LatentChannels, _queries.Coords.dtype, _queries.Coords.device));

    private Tensor LogLikelihood(ISampling sampling, Tensor target)
    {
        using var likelihood = InChunks((part, points) => sampling.LogLikelihood(map, points, target.narrow(1, part.Start, part.Count)));
        return likelihood.flatten();
    }

    // Patches are laid side by side as their queries lie.
    private Tensor Sample(ISampling sampling, Func<(long Start, long Count), Tensor> latent)
    {
        var drawn = InChunks((part, points) => sampling.Sample(map, points, latent(part)));
        if (sampling.PatchSize == 1)
            return drawn;
        using (drawn)
            return Patches.Fold(drawn, input.Grid.Rows, input.Grid.Columns, sampling.PatchSize);
    }

    private Tensor InChunks(Func<(long Start, long Count), PointQueries, Tensor> decode)
    {
        using var scope = NewDisposeScope();
        var chunk = decoder.Coupling == Coupling.WholeSet ? _queries.Count : Decoder.DefaultChunk;
        var parts = new List<Tensor>();
        for (var first = 0L; first < _queries.Count; first += chunk)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var inner = NewDisposeScope();
            var part = (Start: first, Count: Math.Min(chunk, _queries.Count - first));
            parts.Add(decode(part, _queries.Slice(part.Start, part.Count)).MoveToOuterDisposeScope());
        }

        return cat(parts, 1).MoveToOuterDisposeScope();
    }
}
