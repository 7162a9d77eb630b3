using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;

namespace Coz.Plugins.Rdn;

/// <summary>The sizes of an RDN, by the letters of its paper.</summary>
public sealed record RdnOptions : PluginOptions
{
    [AllowedValues("A", "B")]
    [Description("The paper's configurations: A (d 20, c 6, g 32) or B (d 16, c 8, g 64).")]
    public string Config { get; init; } = "B";

    [Range(1, 4096)]
    [Description("Feature channels.")]
    public int G0 { get; init; } = 64;

    [Range(1, 1000)]
    [Description("Residual dense blocks; left out: the configuration's.")]
    public int? D { get; init; }

    [Range(1, 1000)]
    [Description("Convolutions in each block; left out: the configuration's.")]
    public int? C { get; init; }

    [Range(1, 4096)]
    [Description("Growth: the channels each convolution adds; left out: the configuration's.")]
    public int? G { get; init; }

    [Range(1, 31)]
    [Description("The side of the kernels, odd.")]
    public int KernelSize { get; init; } = 3;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        if (KernelSize % 2 == 0)
            yield return $"kernel_size is odd, so that features keep the image's size; got {KernelSize}";
    }
}
