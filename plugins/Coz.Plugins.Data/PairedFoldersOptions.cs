using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="PairedFoldersSource"/>.</summary>
public sealed record PairedFoldersOptions : PhotoOptions
{
    /// <summary>Stands for a scale in the pattern of LR folders.</summary>
    internal const string ScaleMark = "{scale}";

    /// <summary>The folder of the HR images.</summary>
    [OptionPath]
    [Description("The folder of the HR images.")]
    public required string Hr { get; init; }

    /// <summary>The folder of the LR images, or a pattern with {scale} where each scale has a folder.</summary>
    [OptionPath]
    [Description("The folder of the LR images; or a pattern such as LR_bicubic/X{scale} where each scale has a folder.")]
    public required string Lr { get; init; }

    /// <summary>The nominal scales, one a folder; empty to take each pair's from its sizes.</summary>
    [Description("The nominal scales, one a folder; left out, each pair's scale is the ratio of its widths.")]
    public IReadOnlyList<double> Scales { get; init; } = [];

    /// <summary>The data set's name in tables; null for the HR folder's, or its parent's where that is HR.</summary>
    [Description("The data set's name in tables; the HR folder's by default, or its parent's where that is HR.")]
    public string? Name { get; init; }

    /// <summary>The most images, the first by name; null for all.</summary>
    [Range(1, int.MaxValue)]
    [Description("The most images, the first by name; all by default.")]
    public int? Limit { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        var isPattern = Lr.Contains(ScaleMark, StringComparison.Ordinal);
        if (isPattern && Scales.Count == 0)
            yield return "scales: a pattern of LR folders needs them: [2, 3, 4]";
        if (!isPattern && Scales.Count > 1)
            yield return $"lr: {Scales.Count} scales need a folder each: a pattern such as LR_bicubic/X{{scale}}";
        foreach (var fault in Scales.Count == 0 ? [] : ScaleList.Faults(Scales))
            yield return fault;
    }
}
