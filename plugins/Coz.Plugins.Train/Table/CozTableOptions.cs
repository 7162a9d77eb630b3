using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="CozTableTask"/>: what is trained, on what, and how.</summary>
public sealed record CozTableOptions : RecipeOptions
{
    /// <summary>The encoders.</summary>
    [Section]
    [Description("The encoders, each trained with every decoder.")]
    public required IReadOnlyList<Part<Encoder>> Encoders { get; init; }

    /// <summary>The decoders.</summary>
    [Section]
    [Description("The decoders; one with a loss of its own (linf, linf-patch) is trained with it, the others with l1.")]
    public required IReadOnlyList<Part<Decoder>> Decoders { get; init; }

    /// <summary>Where training patches come from.</summary>
    [Section]
    [Description("The pair source that training patches are cut from.")]
    public required Part<PairSource> Data { get; init; }

    /// <summary>What the models are tested on.</summary>
    [Section]
    [Description("The pair source that the trained models are tested on, its scales included.")]
    public required Part<PairSource> Test { get; init; }

    /// <summary>The metric; null for PSNR under COZ's protocol.</summary>
    [Section]
    [Description("The metric, whose first protocol is shown; left out: psnr under protocol coz.")]
    public Part<Metric>? Metric { get; init; }

    /// <summary>The length in epochs.</summary>
    [Range(1, 1_000_000)]
    [Description("The length of each training in epochs.")]
    public int Epochs { get; init; } = 300;

    /// <summary>How often an epoch visits each scene.</summary>
    [Range(1, 1_000_000)]
    [Description("How often an epoch visits each scene.")]
    public int Repeat { get; init; } = 20;

    /// <summary>The scenes that a plan without data counts with.</summary>
    [Range(1, 1_000_000)]
    [Description("The training scenes that --dry-run counts with where the data is not there.")]
    public int PlannedScenes { get; init; } = 153;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Encoders.Count == 0 || Decoders.Count == 0)
            yield return "encoders and decoders: at least one of each is needed";
        if (IsAdaptive)
            yield return "schedule plateau: the table's trainings have no validation whose score it could go by; use multi-step or cosine";
    }

    /// <summary>One training of the table.</summary>
    /// <param name="encoder">Its encoder.</param>
    /// <param name="decoder">Its decoder.</param>
    /// <param name="loss">Its loss.</param>
    /// <returns>The options of the train task.</returns>
    internal TrainOptions Training(Part<Encoder> encoder, Part<Decoder> decoder, Part<TrainingLoss> loss) => new()
    {
        Encoder = encoder,
        Decoder = decoder,
        Data = Data,
        Loss = [loss],
        Optimizer = Optimizer,
        Schedule = Schedule,
        Augmentation = Augmentation,
        Epochs = Epochs,
        Repeat = Repeat,
        Batch = Batch,
        Patch = Patch,
        Queries = Queries,
        SaveEvery = SaveEvery,
    };
}
