using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Makes the parts that an experiment names, with what stands for those it leaves out.</summary>
internal static class Sources
{
    /// <exception cref="CozException">The source gives no patches.</exception>
    public static IPatchSource Patches(TrainOptions options, IPartFactory parts) => parts.Create(options.Data) as IPatchSource
        ?? throw new UsageException($"{options.Data.Name} gives no training patches; use a source that does, for example image-folder.");

    public static IReadOnlyList<Augmentation> Augmentations(TrainOptions options, IPartFactory parts) =>
        [.. (options.Augmentation ?? [parts.Bind<Augmentation>("flips")]).Select(part => parts.Create(part))];

    public static IReadOnlyList<WeightedLoss> Losses(TrainOptions options, IPartFactory parts, Decoder decoder)
    {
        IReadOnlyList<Part<TrainingLoss>> chosen = options.Loss.Count > 0 ? options.Loss : [parts.Bind<TrainingLoss>("l1")];
        var losses = chosen.Select((part, i) => new WeightedLoss(part.Name, parts.Create(part), options.LossWeights.Count > 0 ? options.LossWeights[i] : 1)).ToList();
        return losses.Select(loss => loss.Loss.FaultOf(decoder)).OfType<string>().FirstOrDefault() is { } fault ? throw new UsageException(fault + ".") : losses;
    }

    public static Schedule Schedule(TrainOptions options, IPartFactory parts) => parts.Create(options.Schedule ?? parts.Bind<Schedule>("constant"));

    public static IValidator? Validator(TrainOptions options, IPartFactory parts, IRunContext run)
    {
        if (options.Validation is null)
            return null;
        var (source, device) = (parts.Create(options.Validation), new TorchSharp.torch.Device(run.Device));
        if (options.ValidationPatches > 0)
            return new PatchValidator(options, source as IPatchSource ?? throw new UsageException($"{options.Validation.Name} gives no patches: leave validation_patches out, or validate on another source."), run.Seed, device);
        var metric = options.Metric ?? parts.Bind<Metric>("psnr", new() { ["protocols"] = new System.Text.Json.Nodes.JsonArray("y") });
        return new ImageValidator(source, parts.Create(metric), device);
    }
}
