using System.ComponentModel;
using Coz.Contracts;

namespace Coz.Plugins.Align;

/// <summary>The options of <see cref="BuildDatasetTask"/>.</summary>
public sealed record BuildDatasetOptions : PluginOptions
{
    /// <summary>The alignments, one a scene.</summary>
    [Description("Folders with alignment.json, one a scene. Left out: alignment in the run's folder."), OptionPath]
    public IReadOnlyList<string> Alignments { get; init; } = [];

    /// <summary>Where the data set goes.</summary>
    [Description("The data set's folder, new or empty. Left out: dataset in the run's folder."), OptionPath]
    public string Out { get; init; } = "";

    /// <summary>The scenes of the test half.</summary>
    [Description("The scenes of the test half, by name; all others train.")]
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <summary>Whether the light of the frames is matched.</summary>
    [Description("Match the light of resampled frames to the anchor's, by the gain and bias of each colour that the aligner measured.")]
    public bool MatchLight { get; init; } = true;

    /// <summary>Whether strict pairs are written.</summary>
    [Description("Write strict pairs too: the whole anchor as the camera gave it, and each frame warped to its pixels.")]
    public bool Pairs { get; init; } = true;
}
