using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>The options of <see cref="ProceduralSource"/>.</summary>
public sealed record ProceduralOptions : PatchOptions
{
    /// <summary>The number of images: zone plate, dead leaves, slanted edge, Siemens star and text in turn.</summary>
    [Range(1, 1000)]
    [Description("The number of images: zone plate, dead leaves, slanted edge, Siemens star and text in turn.")]
    public int Count { get; init; } = 5;

    /// <summary>HR rows.</summary>
    [Range(16, 8192)]
    [Description("HR rows.")]
    public int Height { get; init; } = 192;

    /// <summary>HR columns.</summary>
    [Range(16, 8192)]
    [Description("HR columns.")]
    public int Width { get; init; } = 256;

    /// <summary>The seed of all that is random in them.</summary>
    [Description("The seed of all that is random in the images.")]
    public int Seed { get; init; }

    /// <summary>The scales of whole pairs, real numbers from 1 to 64.</summary>
    [Description("The scales of whole pairs, as benchmarks and validation use them: real numbers from 1 to 64.")]
    public IReadOnlyList<double> Scales { get; init; } = [2, 3, 4];

    /// <summary>The data set's name in tables.</summary>
    [Description("The data set's name in tables.")]
    public string Name { get; init; } = "procedural";

    /// <inheritdoc/>
    public override IEnumerable<string> Validate() => [.. ScaleList.Faults(Scales), .. base.Validate()];
}
