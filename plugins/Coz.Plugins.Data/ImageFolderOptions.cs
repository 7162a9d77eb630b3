using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="ImageFolderSource"/>.</summary>
public sealed record ImageFolderOptions : PatchOptions
{
    /// <summary>The folder of the HR images; its subfolders are not looked at.</summary>
    [OptionPath]
    [Description("The folder of the HR images; its subfolders are not looked at.")]
    public required string Root { get; init; }

    /// <summary>The scales of whole pairs, real numbers from 1 to 64.</summary>
    [Description("The scales of whole pairs, as benchmarks and validation use them: real numbers from 1 to 64.")]
    public IReadOnlyList<double> Scales { get; init; } = [2, 3, 4];

    /// <summary>The data set's name in tables; null for the folder's name, or its parent's where that is HR or LR.</summary>
    [Description("The data set's name in tables; the folder's by default, or its parent's where that is HR or LR.")]
    public string? Name { get; init; }

    /// <summary>File names or patterns (<c>*</c>, <c>?</c>) of the images to take; empty for all.</summary>
    [Description("The images to take, by file name or pattern (*, ?): a split of one folder. All by default.")]
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>File names or patterns (<c>*</c>, <c>?</c>) of the images to leave out, after <see cref="Only"/>.</summary>
    [Description("The images to leave out, by file name or pattern (*, ?): those held out for validation. None by default.")]
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The most images, the first by name; null for all.</summary>
    [Range(1, int.MaxValue)]
    [Description("The most images, the first by name; all by default.")]
    public int? Limit { get; init; }

    /// <summary>A tile store that <c>coz data pack</c> wrote; null to decode the photos.</summary>
    [OptionPath]
    [Description("A tile store written by 'coz data pack': training patches come from it, no photo is decoded; none by default.")]
    public string? Store { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => [.. ScaleList.Faults(Scales), .. base.Validate()];
}
