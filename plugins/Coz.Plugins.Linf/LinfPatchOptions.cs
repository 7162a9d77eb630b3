using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Coz.Plugins.Linf;

/// <summary>The sizes of LINF over patches; the defaults are the paper's.</summary>
public sealed record LinfPatchOptions : LinfOptions
{
    [Range(3, 31)]
    [Description("The side of the patches, in output pixels: odd, so that the query is their middle.")]
    public int PatchSize { get; init; } = 3;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var fault in base.Validate())
            yield return fault;
        if (PatchSize % 2 == 0)
            yield return $"patch_size is odd, as a query lies in the middle of its patch; got {PatchSize}";
    }
}
