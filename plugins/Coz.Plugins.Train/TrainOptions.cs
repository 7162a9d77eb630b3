using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>The options of <see cref="TrainTask"/>: its sections, and what stands in <c>task</c>.</summary>
public sealed record TrainOptions : RecipeOptions
{
    private const int DefaultValidateEvery = 1000;

    /// <summary>The encoder; null where <see cref="Init"/> says it.</summary>
    [Section]
    [Description("The encoder and its options; left out where 'init' says it.")]
    public Part<Encoder>? Encoder { get; init; }

    /// <summary>The decoder; null where <see cref="Init"/> says it.</summary>
    [Section]
    [Description("The decoder and its options; left out where 'init' says it.")]
    public Part<Decoder>? Decoder { get; init; }

    /// <summary>Where patches come from.</summary>
    [Section]
    [Description("The pair source that patches are cut from, and its options.")]
    public required Part<PairSource> Data { get; init; }

    /// <summary>What the model is validated on; null for no validation.</summary>
    [Section]
    [Description("The pair source to validate on, its scales included; left out: no validation.")]
    public Part<PairSource>? Validation { get; init; }

    /// <summary>The metric of validation; null for PSNR under protocol y.</summary>
    [Section]
    [Description("The metric of validation, whose first protocol is the score; left out: psnr under protocol y.")]
    public Part<Metric>? Metric { get; init; }

    /// <summary>The losses; each has an optimizer step of its own in every batch. Empty for L1.</summary>
    [Section]
    [Description("The loss, or a list of them: each has an optimizer step of its own in every batch. Left out: l1.")]
    public IReadOnlyList<Part<TrainingLoss>> Loss { get; init; } = [];

    /// <summary>The length in optimizer steps; null if <see cref="Epochs"/> says it.</summary>
    [Range(1L, 1_000_000_000L)]
    [Description("The length in batches; or give 'epochs'.")]
    public long? Steps { get; init; }

    /// <summary>The length in epochs; null if <see cref="Steps"/> says it.</summary>
    [Range(1, 1_000_000)]
    [Description("The length in epochs: the images of the source, 'repeat' times each. The last batch of an epoch may be smaller.")]
    public int? Epochs { get; init; }

    /// <summary>How often an epoch visits each image.</summary>
    [Range(1, 1_000_000)]
    [Description("How often an epoch visits each image.")]
    public int Repeat { get; init; } = 1;

    /// <summary>Whether the patches of a batch have one scale.</summary>
    [Description("Give all patches of a batch one scale.")]
    public bool ScalePerBatch { get; init; }

    /// <summary>The largest scale of each stage of a cascade; empty without one.</summary>
    [Range(1.0, 64.0)]
    [Description("For cascades (CLIT): the largest scale of each stage. Batches use in turn all stages, the first, the first two, ...")]
    public IReadOnlyList<double> StageScales { get; init; } = [];

    /// <summary>The largest product of the stages' scales; null for any.</summary>
    [Range(1.0, 64.0)]
    [Description("For cascades: the largest product of the stages' scales, which the smallest image allows: its side / patch.")]
    public double? ScaleLimit { get; init; }

    /// <summary>The factors on the losses; empty for 1 each.</summary>
    [Description("A factor for each loss; left out: 1.")]
    public IReadOnlyList<double> LossWeights { get; init; } = [];

    /// <summary>The checkpoint to start from; null to start from the seed.</summary>
    [OptionPath]
    [Description("The checkpoint to start from. Weights that do not fit are left at the seed's, and named, where encoder or decoder are given.")]
    public string? Init { get; init; }

    /// <summary>Whether <see cref="Init"/> gives the encoder's weights alone: decoders then start alike.</summary>
    [Description("Take the encoder's weights alone from 'init', so that every decoder starts from the seed; needs encoder and decoder.")]
    public bool InitEncoderOnly { get; init; }

    /// <summary>Whether the encoder keeps its weights.</summary>
    [Description("Train the decoder alone.")]
    public bool FreezeEncoder { get; init; }

    /// <summary>The largest norm of the gradient; 0 for any.</summary>
    [Range(0.0, 1e9)]
    [Description("The largest norm of the gradient over all weights; larger ones are scaled down to it. 0: any.")]
    public double Clip { get; init; }

    /// <summary>The decay of the moving average of the weights; 0 for none.</summary>
    [Range(0.0, 0.9999999)]
    [Description("The decay of a moving average of the weights, which is then what is validated and kept. 0: none.")]
    public double Ema { get; init; }

    /// <summary>The steps between validations.</summary>
    [Range(1, 1_000_000_000)]
    [Description("The steps between two validations.")]
    public int ValidateEvery { get; init; } = DefaultValidateEvery;

    /// <summary>How often a validation on random patches visits each image; 0 to validate on whole images.</summary>
    [Range(0, 1_000_000)]
    [Description("Validate on random patches, as the official training code does, and visit each image so often; 0: on whole images.")]
    public int ValidationPatches { get; init; }

    /// <summary>The validations without a new best score after which the run ends; 0 for never.</summary>
    [Range(0, 1_000_000)]
    [Description("End after so many validations in a row without a new best score. 0: never.")]
    public int EarlyStop { get; init; }

    /// <summary>The steps between two lines of scalars.</summary>
    [Range(1, 1_000_000)]
    [Description("The steps between two records of loss, rate and speed.")]
    public int LogEvery { get; init; } = 20;

    /// <summary>Whether event files for TensorBoard are written.</summary>
    [Description("Write TensorBoard's event files into the run's tensorboard folder.")]
    public bool Tensorboard { get; init; } = true;

    /// <summary>Whether samples are written at every validation.</summary>
    [Description("At every validation write the middle of the first image of each scale, beside the truth, into the run's samples folder.")]
    public bool SampleImages { get; init; } = true;

    /// <summary>The threads that cut patches.</summary>
    [Range(1, 256)]
    [Description("The threads that cut patches; their number changes no sample.")]
    public int Workers { get; init; } = 2;

    /// <summary>The batches made ahead.</summary>
    [Range(1, 1024)]
    [Description("The batches that are made ahead.")]
    public int Prefetch { get; init; } = 6;

    /// <summary>What a file that cannot be read does.</summary>
    [Description("What a file that cannot be read does to the run: stop ends it, skip leaves the sample out of its batch, and the step out where no sample is left.")]
    public FaultPolicy OnDataFault { get; init; } = FaultPolicy.Stop;

    /// <summary>What a loss or gradient that is no number does.</summary>
    [Description("What a loss or gradient that is not finite does to the run: stop ends it, skip leaves the step out; both save what reproduces it.")]
    public FaultPolicy OnNonFinite { get; init; } = FaultPolicy.Stop;

    /// <summary>The steps in a row that may be left out.</summary>
    [Range(1, 1_000_000)]
    [Description("With on_non_finite=skip or on_data_fault=skip: so many steps in a row may be left out; the next one ends the run.")]
    public int MaxSkipped { get; init; } = 10;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Steps is null == Epochs is null)
            yield return "steps or epochs: one of them is needed, and not both";
        if (Init is null && (Encoder is null || Decoder is null))
            yield return "encoder and decoder: both are needed, or 'init' with a checkpoint that says them";
        if (InitEncoderOnly && (Init is null || Encoder is null || Decoder is null))
            yield return "init_encoder_only: it needs 'init', an encoder and a decoder";
        if (LossWeights.Count > 0 && LossWeights.Count != Math.Max(Loss.Count, 1))
            yield return $"loss_weights: one a loss is expected, got {LossWeights.Count} for {Math.Max(Loss.Count, 1)}";
        if (ScalePerBatch && StageScales.Count > 0)
            yield return "scale_per_batch and stage_scales: the stages say the batch's scale; leave one of them out";
        if (LossWeights.Any(weight => !(weight > 0 && double.IsFinite(weight))))
            yield return "loss_weights: numbers above 0 are expected";
        if (Validation is null && NeedValidation.ToList() is { Count: > 0 } needy)
            yield return $"{string.Join(", ", needy)}: without a section 'validation' there are no scores to go by; add one, or leave {(needy.Count == 1 ? "it" : "them")} out";
    }

    // What was set and would do nothing.
    private IEnumerable<string> NeedValidation
    {
        get
        {
            if (ValidateEvery != DefaultValidateEvery)
                yield return "validate_every";
            if (ValidationPatches > 0)
                yield return "validation_patches";
            if (EarlyStop > 0)
                yield return "early_stop";
            if (Metric is not null)
                yield return "metric";
            if (IsAdaptive)
                yield return "schedule plateau";
        }
    }
}
