using System.Diagnostics;
using Coz.Contracts;
using Coz.Contracts.Models;
using static TorchSharp.torch;

namespace Coz.Plugins.Train;

/// <summary>Measures what a step of a training takes here, on noise: one step to warm up, one that counts.</summary>
internal static class StepTimer
{
    // The mean of the usual recipe, U(1, 4).
    private const double Scale = 2.5;

    /// <summary>Measures.</summary>
    /// <param name="options">The training.</param>
    /// <param name="parts">The available parts.</param>
    /// <param name="run">Gives seed and device.</param>
    /// <param name="batch">The patches of the measured batch; the result is scaled up to the training's own.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Seconds a step, and the model's parameters.</returns>
    public static (double Seconds, long Parameters) Measure(TrainOptions options, IPartFactory parts, IRunContext run, int batch, CancellationToken cancellationToken)
    {
        using var model = ModelBuilder.Build(options, parts, run);
        using var optimizer = new WeightOptimizer([.. model.Parameters()], options.Optimizer);
        var step = new TrainStep(model, Sources.Losses(options, parts, model.Decoder), optimizer, options.Clip, new Device(run.Device));
        using var noise = Noise(options, model, batch, run.Seed);
        step.Run(noise);
        cancellationToken.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        step.Run(noise);
        return (clock.Elapsed.TotalSeconds * options.Batch / batch, model.Parameters().Sum(weight => weight.numel()));
    }

    private static Batch Noise(TrainOptions options, SrModel model, int batch, int seed)
    {
        random.manual_seed(seed);
        var (side, queries) = (options.Patch, options.Queries);
        var pixels = model.Decoder is ISampling sampling ? sampling.PatchSize * sampling.PatchSize : 1;
        using var places = rand(batch, queries, 2);
        using var doubled = places * 2;
        var points = new PointQueries(doubled - 1, full([batch, queries, 2], 2 / (side * Scale), float32));
        var stages = new BatchScale(null, [.. options.StageScales.Select(largest => (1 + largest) / 2)]);
        return new Batch(0, [], rand(batch, 3, side, side), points, rand(batch, queries, 3 * pixels), pixels == 1 ? null : ones(batch, queries, pixels), stages.Grids(side), []);
    }
}
