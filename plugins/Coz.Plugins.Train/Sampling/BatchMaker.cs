using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// Makes batches: a sample is a pure function of (seed, epoch, index), a batch one of seed and step. Safe for several threads.
/// </summary>
internal sealed class BatchMaker(TrainOptions options, IPatchSource source, IReadOnlyList<Augmentation> augmentations, SampleOrder order, long seed, int patchSize, string onFault = BatchMaker.OnTrainingFault)
{
    /// <summary>What to do about a sample of the training data that cannot be made.</summary>
    public const string OnTrainingFault = "A new run with task:on_data_fault=skip leaves such samples out; task:init takes a checkpoint that this one has left.";

    /// <summary>What to do about one that scores are measured on: leaving it out would make scores of other pictures.</summary>
    public const string OnValidationFault = "A validation leaves nothing out, or its scores would not compare.";

    // What is drawn for one purpose does not move another.
    private const long Cutting = 1;
    private const long Changing = 2;
    private const long Choosing = 3;

    private readonly PixelQueries _pixels = new(options.Queries, patchSize);

    /// <summary>The batch of a step; it is empty where faults are skipped and no sample could be made.</summary>
    /// <exception cref="CozException">A sample cannot be made, and faults are to stop the run.</exception>
    public Batch Make(long step, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        var scale = BatchScale.Draw(options, source, seed, step);
        var samples = new List<Sample>();
        var skipped = new List<string>();
        foreach (var key in order.At(step))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                samples.Add(Make(key, scale.Total, cancellationToken));
            }
            catch (CozException e) when (e is not UsageException)
            {
                var fault = $"step {step}, sample of {key}: {e.Message}";
                if (options.OnDataFault == FaultPolicy.Stop)
                    throw new CozException($"{fault} The weights are kept: mend the file and resume. {onFault}", e);
                skipped.Add(fault);
            }
        }

        return samples.Count > 0 ? Join(step, samples, scale, skipped) : Batch.Empty(step, skipped);
    }

    private Sample Make(SampleKey key, double? scale, CancellationToken cancellationToken)
    {
        var random = new SampleRandom(seed, key.Epoch, key.Index);
        var patch = source.LoadPatch(new PatchRequest(order.ItemOf(key), options.Patch, random.Fork(Cutting), scale), cancellationToken);
        var changes = random.Fork(Changing);
        for (var i = 0; i < augmentations.Count; i++)
            patch = augmentations[i].Apply(patch, changes.Fork(i));
        using (patch)
            return _pixels.Draw(key, patch, random.Fork(Choosing));
    }

    private Batch Join(long step, List<Sample> samples, BatchScale scale, IReadOnlyList<string> skipped)
    {
        var (n, side) = (samples.Count, options.Patch);
        var queries = new PointQueries(Stack(sample => sample.Coords, n, -1, 2), Stack(sample => sample.Cells, n, -1, 2));
        var colours = Stack(sample => sample.Colours, n, options.Queries, -1);
        var inside = patchSize == 1 ? null : Stack(sample => sample.Inside, n, options.Queries, -1);
        return new Batch(step, [.. samples.Select(sample => sample.Key)], Stack(sample => sample.Image, n, 3, side, side), queries, colours, inside, scale.Grids(side), skipped);

        Tensor Stack(Func<Sample, float[]> part, params long[] shape)
        {
            var parts = samples.Select(part).ToList();
            var all = new float[parts.Sum(values => values.Length)];
            var place = 0;
            foreach (var values in parts)
            {
                values.CopyTo(all, place);
                place += values.Length;
            }

            using var flat = tensor(all);
            return flat.view(shape);
        }
    }
}
