using System.ComponentModel;
using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Benchmark;

/// <summary>The options of <see cref="BenchmarkTask"/>: its three sections, and what stands in <c>task</c>.</summary>
public sealed record BenchmarkOptions : PluginOptions
{
    /// <summary>The models to compare.</summary>
    [Section]
    [Description("The models: short names (bicubic, edsr-baseline+lmi), paths of checkpoints, or objects with encoder, decoder or checkpoint.")]
    public required IReadOnlyList<ModelSpec> Models { get; init; }

    /// <summary>The LR-HR pairs to compare them on.</summary>
    [Section]
    [Description("The LR-HR pairs: a pair source and its options.")]
    public required Part<PairSource> Data { get; init; }

    /// <summary>The metrics; empty for PSNR and SSIM under their default protocols.</summary>
    [Section]
    [Description("The metrics; left out: psnr under y and rgb, ssim under y.")]
    public IReadOnlyList<Part<Metric>> Metrics { get; init; } = [];

    /// <summary>Whether each result is the mean over the 8 flips and transpositions of the LR image.</summary>
    [Description("The x8 self-ensemble: each result is the mean over the 8 flips and transpositions of the LR image; labelled x8.")]
    public bool SelfEnsemble { get; init; }

    /// <summary>Whether the results are written as PNG files.</summary>
    [Description("Write every result as a PNG file under the run's images folder.")]
    public bool SaveImages { get; init; }

    /// <summary>Whether the scores are plotted over the scale.</summary>
    [Description("Plot the scores over the scale, as PNG and SVG.")]
    public bool Plots { get; init; } = true;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (Models.Count == 0)
            yield return "models: at least one is needed, for example bicubic";
    }
}
