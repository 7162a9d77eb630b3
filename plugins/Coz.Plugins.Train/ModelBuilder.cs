using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Makes the model that is trained.</summary>
internal static class ModelBuilder
{
    /// <exception cref="CozException">A checkpoint cannot be read, or does not fit.</exception>
    public static SrModel Build(TrainOptions options, IPartFactory parts, IRunContext run)
    {
        var factory = new ModelFactory(parts);
        var model = options is { Init: { } path, Encoder: null, Decoder: null }
            ? factory.Load(path)
            : factory.Create(new ModelSpec { Encoder = options.Encoder, Decoder = options.Decoder }, run.Seed);
        if (options.StageScales.Count > 0 && (model.Decoder as IStaged)?.Stages != options.StageScales.Count)
            throw new UsageException($"task:stage_scales: one a stage is expected, got {options.StageScales.Count} for {(model.Decoder as IStaged)?.Stages ?? 1}.");
        if (options.FreezeEncoder)
        {
            foreach (var weight in model.Encoder!.parameters())
                weight.requires_grad = false;
        }

        return model.To(run.Device);
    }
}
