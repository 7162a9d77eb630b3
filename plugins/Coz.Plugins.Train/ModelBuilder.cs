using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>Makes the model that is trained.</summary>
internal static class ModelBuilder
{
    /// <summary>Makes it, with the weights of the seed or of <see cref="TrainOptions.Init"/>.</summary>
    /// <param name="options">What to make.</param>
    /// <param name="parts">The available parts.</param>
    /// <param name="run">Gives seed and device.</param>
    /// <param name="isResumed">Whether the run has a state, whose weights replace these: its own last checkpoint then stands for the one it was started from, which may be gone.</param>
    /// <exception cref="CozException">A checkpoint cannot be read, or does not fit.</exception>
    public static SrModel Build(TrainOptions options, IPartFactory parts, IRunContext run, bool isResumed = false)
    {
        var model = Make(isResumed ? options with { Init = InitOf(options, run) } : options, parts, run);
        if (options.StageScales.Count > 0 && (model.Decoder as IStaged)?.Stages != options.StageScales.Count)
            throw new UsageException($"task:stage_scales: one a stage is expected, got {options.StageScales.Count} for {(model.Decoder as IStaged)?.Stages ?? 1}.");
        if (options.FreezeEncoder)
        {
            foreach (var weight in model.Encoder!.parameters())
                weight.requires_grad = false;
        }

        return model.To(run.Device);
    }

    private static string? InitOf(TrainOptions options, IRunContext run)
    {
        if (options is { Init: null } or { Encoder: not null, Decoder: not null })
            return null;
        var last = Path.Combine(run.Folder, Checkpoints.Folder, Checkpoints.Last);
        return File.Exists(last) ? last : options.Init;
    }

    private static SrModel Make(TrainOptions options, IPartFactory parts, IRunContext run)
    {
        var factory = new ModelFactory(parts);
        if (options.Init is not { } path)
            return factory.Create(new ModelSpec { Encoder = options.Encoder, Decoder = options.Decoder }, run.Seed);
        if (options is { Encoder: null, Decoder: null })
            return factory.Load(path);
        using var checkpoint = factory.Read(path);
        var encoder = options.Encoder ?? Said<Encoder>(checkpoint.Encoder, "encoder");
        var decoder = options.Decoder ?? Said<Decoder>(checkpoint.Decoder, "decoder");
        var model = factory.Create(new ModelSpec { Encoder = encoder, Decoder = decoder }, run.Seed);
        InitWeights.Copy(model, checkpoint, path, run);
        return model;

        Part<T> Said<T>(PartSpec? spec, string section)
            where T : class => spec is null
                ? throw new UsageException($"task:init: {path} has no {section}: say it in the section '{section}'.")
                : parts.Bind<T>(spec.Name, spec.Options, path);
    }
}
