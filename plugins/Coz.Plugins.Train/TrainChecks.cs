using Coz.Contracts;
using Coz.Contracts.Models;

namespace Coz.Plugins.Train;

/// <summary>What can be checked before anything is computed.</summary>
internal static class TrainChecks
{
    /// <summary>Lists what keeps a training from being started.</summary>
    /// <param name="options">The training.</param>
    /// <param name="parts">The available parts.</param>
    /// <param name="isResumed">Whether there is a state to go on from: its weights replace those of 'init'.</param>
    public static IEnumerable<string> Faults(TrainOptions options, IPartFactory parts, bool isResumed = false)
    {
        if (!isResumed && options.Init is { } init && !File.Exists(init))
            yield return $"task:init: there is no checkpoint {init}: give the path of a .pth or .safetensors file";
        if (FaultOf(() => Sources.Patches(options, parts).Count) is { } data)
            yield return $"data: {data}";
        else if ((options.ScalePerBatch || options.StageScales.Count > 0) && Sources.Patches(options, parts).DrawScale(new SampleRandom(0)) is null)
            yield return "data: it, or a source in its list, takes its scales from its images, and task:stage_scales and task:scale_per_batch give a batch one: choose a source that degrades photos, such as image-folder";
        if (options.Validation is { } validation && FaultOf(() => parts.Create(validation).List()) is { } fault)
            yield return $"validation: {fault}";
        if (FaultOf(() => Sources.Augmentations(options, parts)) is { } augmentation)
            yield return $"augmentation: {augmentation}";
    }

    /// <summary>Why something cannot be done; null if it can.</summary>
    public static string? FaultOf(Func<object> check)
    {
        try
        {
            check();
            return null;
        }
        catch (CozException e)
        {
            return e.Message;
        }
    }
}
