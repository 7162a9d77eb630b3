using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>
/// Makes colours paler, of LR and HR alike: each channel becomes Y + f (value - Y), Y being BT.601's luma and f drawn evenly from 0 to 1, or 0
/// for a gray image; in whole levels, as an image file has them. Photos seldom are gray, and a model that was long trained on a few of
/// them gains less on gray images than on theirs: docs/training.md has the figures.
/// </summary>
/// <param name="options">How often.</param>
[Plugin("saturation", Summary = "Makes some patches' colours paler and some patches gray")]
public sealed class SaturationAugmentation(SaturationOptions options) : Augmentation
{
    /// <inheritdoc/>
    public override ImagePair Apply(ImagePair patch, SampleRandom random)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(random);

        // Both are drawn whatever is used, so that one option does not move what the other does.
        var (chance, factor) = (random.NextDouble(), random.NextDouble());
        if (chance >= options.Gray + options.Pale)
            return patch;
        if (chance < options.Gray)
            factor = 0;
        using (patch)
            return patch with { Lr = Change(patch.Lr, factor), Hr = Change(patch.Hr, factor) };
    }

    private static Tensor Change(Tensor image, double factor)
    {
        using var scope = NewDisposeScope();
        var luma = (image * tensor(Luma.Weights.ToArray()).view(1, 3, 1, 1)).sum(1, keepdim: true);
        return (((image - luma) * factor) + luma).mul(255).round().div(255).MoveToOuterDisposeScope();
    }
}
