using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>
/// Makes batches: a sample is a pure function of (seed, epoch, index), a batch one of seed and step. Safe for several threads.
/// </summary>
internal sealed class BatchMaker(TrainOptions options, IPatchSource source, IReadOnlyList<Augmentation> augmentations, SampleOrder order, long seed)
{
    // What is drawn for one purpose does not move another.
    private const long Cutting = 1;
    private const long Changing = 2;
    private const long Choosing = 3;
    private const long BatchKey = -2;

    private readonly PixelQueries _pixels = new(options.Queries);

    /// <exception cref="CozException">A sample cannot be made, and faults are to stop the run; or none of the batch can.</exception>
    public Batch Make(long step, CancellationToken cancellationToken)
    {
        using var noGradient = no_grad();
        var scale = options.ScalePerBatch ? source.DrawScale(new SampleRandom(seed, step, BatchKey)) : null;
        var samples = new List<Sample>();
        var skipped = new List<string>();
        foreach (var key in order.At(step))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                samples.Add(Make(key, scale, cancellationToken));
            }
            catch (CozException e) when (e is not UsageException)
            {
                var fault = $"step {step}, sample of {key}: {e.Message}";
                if (options.OnDataFault == FaultPolicy.Stop)
                    throw new CozException($"{fault} The weights are kept; mend the file and resume, or set task:on_data_fault=skip.", e);
                skipped.Add(fault);
            }
        }

        return samples.Count > 0 ? Join(step, samples, scale, skipped) : throw new CozException($"step {step}: no sample of the batch could be made: {skipped[0]}");
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

    private Batch Join(long step, List<Sample> samples, double? scale, IReadOnlyList<string> skipped)
    {
        var (n, side) = (samples.Count, options.Patch);
        var queries = new PointQueries(Stack(sample => sample.Coords, n, -1, 2), Stack(sample => sample.Cells, n, -1, 2));
        var colours = Stack(sample => sample.Colours, n, options.Queries, -1);
        return new Batch(step, [.. samples.Select(sample => sample.Key)], Stack(sample => sample.Image, n, 3, side, side), queries, colours, scale, skipped);

        Tensor Stack(Func<Sample, float[]> part, params long[] shape)
        {
            float[] all = [.. samples.SelectMany(part)];
            using var flat = tensor(all);
            return flat.view(shape);
        }
    }
}
