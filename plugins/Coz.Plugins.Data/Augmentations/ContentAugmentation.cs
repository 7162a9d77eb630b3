using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Toolkit;
using Coz.Toolkit.Kernels;
using static TorchSharp.torch;

namespace Coz.Plugins.Data;

/// <summary>
/// The augmentation of COZ's adaptive strategy: what a patch shows decides how strongly its contrast is changed and noise is added.
/// The rules are ours, the paper gives none. Class, by the luma of the LR patch: mean under dark_below: dark; above bright_above: bright;
/// else mean step between neighbours under flat_below: flat; else textured. Contrast: LR and HR alike become mean + f (value - mean),
/// f drawn from the class's range and lowered so far that nothing is clipped. Noise: Gaussian, on LR alone; HR stays what is to be learned.
/// </summary>
/// <param name="options">Thresholds, and strengths of the classes.</param>
[Plugin("content", Summary = "Contrast changes and noise, as strong as a patch's content bears", Notes = ["The paper names the idea and gives no rule: thresholds and strengths are ours."])]
public sealed class ContentAugmentation(ContentOptions options) : Augmentation
{
    /// <summary>Tells a patch's class.</summary>
    /// <param name="lr">(1, 3, h, w) in [0, 1], RGB; the caller keeps it.</param>
    /// <returns>The class.</returns>
    public ContentClass ClassOf(Tensor lr)
    {
        ArgumentNullException.ThrowIfNull(lr);
        var (height, width) = ((int)lr.shape[2], (int)lr.shape[3]);
        var luma = LumaOf(TensorMemory.Copy(lr), height * width);
        var mean = luma.Average();
        if (mean < options.DarkBelow)
            return ContentClass.Dark;
        if (mean > options.BrightAbove)
            return ContentClass.Bright;
        return MeanStep(luma, height, width) * 255 < options.FlatBelow ? ContentClass.Flat : ContentClass.Textured;
    }

    /// <inheritdoc/>
    public override ImagePair Apply(ImagePair patch, SampleRandom random)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(random);
        var strength = StrengthOf(ClassOf(patch.Lr));

        // All is drawn whatever is used, so that a threshold does not move other patches' numbers.
        var (changesContrast, factor) = (random.NextDouble() < options.Probability, random.NextDouble(1 - strength.Contrast, 1 + strength.Contrast));
        var (addsNoise, deviation) = (random.NextDouble() < options.Probability, random.NextDouble(0, strength.Noise) / 255);
        if (changesContrast)
            patch = WithContrast(patch, factor);
        return addsNoise && deviation > 0 ? WithNoise(patch, deviation, random) : patch;
    }

    private static float[] LumaOf(float[] values, int plane)
    {
        var luma = new float[plane];
        for (var i = 0; i < plane; i++)
            luma[i] = (Luma.Weights[0] * values[i]) + (Luma.Weights[1] * values[plane + i]) + (Luma.Weights[2] * values[(2 * plane) + i]);
        return luma;
    }

    private static double MeanStep(float[] luma, int height, int width)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < luma.Length; i++)
        {
            if (i % width < width - 1)
                (sum, count) = (sum + Math.Abs(luma[i + 1] - luma[i]), count + 1);
            if (i / width < height - 1)
                (sum, count) = (sum + Math.Abs(luma[i + width] - luma[i]), count + 1);
        }

        return count > 0 ? sum / count : 0;
    }

    private static ImagePair WithContrast(ImagePair patch, double factor)
    {
        using var owned = patch;
        using var scope = NewDisposeScope();
        var mean = patch.Lr.mean().item<float>();
        var most = Math.Max(patch.Lr.max().item<float>(), patch.Hr.max().item<float>()) - mean;
        var least = mean - Math.Min(patch.Lr.min().item<float>(), patch.Hr.min().item<float>());

        // Clipping would change LR and HR differently. A patch that is clipped already keeps its contrast or loses some.
        var limit = Math.Min(most > 0 ? (1 - mean) / most : factor, least > 0 ? mean / least : factor);
        factor = Math.Min(factor, Math.Max(1, limit));
        return patch with
        {
            Lr = ((patch.Lr - mean) * factor).add(mean).clamp(0, 1).MoveToOuterDisposeScope(),
            Hr = ((patch.Hr - mean) * factor).add(mean).clamp(0, 1).MoveToOuterDisposeScope(),
        };
    }

    private static ImagePair WithNoise(ImagePair patch, double deviation, SampleRandom random)
    {
        using var clean = patch.Lr;
        var values = TensorMemory.Copy(clean);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(Levels.Round((values[i] + (deviation * random.NextNormal())) * 255) / 255);
        return patch with { Lr = tensor(values, clean.shape) };
    }

    private ContentStrength StrengthOf(ContentClass content) => content switch
    {
        ContentClass.Flat => options.Flat,
        ContentClass.Textured => options.Textured,
        ContentClass.Dark => options.Dark,
        ContentClass.Bright => options.Bright,
        _ => throw new ArgumentOutOfRangeException(nameof(content), content, "An unknown class."),
    };
}
