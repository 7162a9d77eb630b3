using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>What sources that degrade images share: how LR images are made, and how training patches are drawn.</summary>
public abstract record PatchOptions : PluginOptions
{
    /// <summary>How the LR images are made.</summary>
    [Description("How the LR images are made: matlab-bicubic (antialiased, 8 bits after each dimension), pillow-bicubic, box.")]
    public Degradation Degradation { get; init; } = Degradation.MatlabBicubic;

    /// <summary>What a camera adds to the degradation; null for nothing.</summary>
    [Description("What a camera adds: blur (psf), noise and JPEG around the degradation, best with box; nothing by default.")]
    public OpticsOptions? Optics { get; init; }

    /// <summary>The smallest scale of a training patch.</summary>
    [Description("The smallest scale of a training patch.")]
    public double ScaleMin { get; init; } = 1;

    /// <summary>The largest scale of a training patch.</summary>
    [Description("The largest scale of a training patch; patches draw theirs evenly from scale_min to it.")]
    public double ScaleMax { get; init; } = 4;

    /// <summary>How many times smaller, 1 to 16 by side, a photo may be made before a training patch is cut of it; 1 for never. Whole pairs are of the photo as it is.</summary>
    [Range(1.0, 16.0)]
    [Description("Training patches are cut of the photo made smaller by a factor drawn evenly from 1 to this: few photos give many, and sharper ones. 1: as it is.")]
    public double ShrinkMax { get; init; } = 1;

    /// <summary>Memory for decoded images, in MB of 8-bit samples.</summary>
    [Range(1, 1 << 20)]
    [Description("Memory for decoded images while training, in MB (3 bytes a pixel); what was not used for longest goes first.")]
    public int CacheMb { get; init; } = PhotoOptions.DefaultCacheMb;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        foreach (var fault in new[] { ScaleRules.Fault(ScaleMin, "scale_min"), ScaleRules.Fault(ScaleMax, "scale_max") }.OfType<string>())
            yield return fault;
        if (ScaleMin > ScaleMax)
            yield return "scale_min: it must not be above scale_max";
        if (ShrinkMax > 1 && Optics is not null)
            yield return "shrink_max: it does not go with optics, whose blur and noise belong to the photo's own pixels; leave one of them out";
    }
}
