using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>What one training and a table of trainings share: how steps are made and when they are saved.</summary>
public abstract record RecipeOptions : PluginOptions
{
    /// <summary>The optimizer.</summary>
    [Section]
    [Description("The optimizer and its options: adam, adamw, sgd or muon.")]
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>The schedule; null for a constant rate.</summary>
    [Section]
    [Description("The learning rate's schedule; left out: constant.")]
    public Part<Schedule>? Schedule { get; init; }

    /// <summary>The augmentations in their order; null for flips and transpositions.</summary>
    [Section]
    [Description("The augmentations in their order; left out: flips; []: none.")]
    public IReadOnlyList<Part<Augmentation>>? Augmentation { get; init; }

    /// <summary>The patches of a batch.</summary>
    [Range(1, 4096)]
    [Description("The patches of a batch.")]
    public int Batch { get; init; } = 16;

    /// <summary>The side of a patch in LR pixels.</summary>
    [Range(4, 4096)]
    [Description("The side of a patch in LR pixels.")]
    public int Patch { get; init; } = 48;

    /// <summary>The output pixels of each patch that the loss looks at.</summary>
    [Range(1, 16_777_216)]
    [Description("The output pixels of each patch that the loss looks at, drawn without replacement; at most patch x patch where scales begin at 1. Of decoders that draw patches: the patches.")]
    public int Queries { get; init; } = 2304;

    /// <summary>The steps between two saved states.</summary>
    [Range(1, 1_000_000_000)]
    [Description("The steps between two saved states, from which an interrupted run goes on.")]
    public int SaveEvery { get; init; } = 500;

    /// <summary>Whether the schedule goes by validation scores.</summary>
    internal bool IsAdaptive => Schedule?.Options is PlateauOptions || Schedule?.Name == PlateauSchedule.Name;
}
