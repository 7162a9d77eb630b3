using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Plugins.Upscale.Memory;
using Coz.Plugins.Upscale.Pictures;
using Coz.Toolkit;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale;

/// <summary>Upscales a picture or a folder of pictures, tile by tile in bounded memory.</summary>
[Plugin("upscale", Summary = "Upscale a photo or a folder of photos to any size, tile by tile in bounded memory")]
public sealed class UpscaleTask(UpscaleOptions options, IPartFactory parts) : ExperimentTask
{
    private ModelSpec Spec => options.Model ?? DefaultModel.Shipped;

    /// <inheritdoc/>
    public override IEnumerable<string> Validate()
    {
        string? fault = null;
        try
        {
            new ModelFactory(parts).Resolve(Spec);
        }
        catch (CozException e)
        {
            fault = e.Message;
        }

        if (fault is not null)
            yield return $"model: {fault}";
    }

    /// <inheritdoc/>
    public override async Task<TaskResult> RunAsync(IRunContext run, CancellationToken cancellationToken)
    {
        var list = JobList.Of(options, cancellationToken);
        foreach (var job in list.Jobs)
            TemporaryPicture.Clear(job.Output);
        var isFolder = Directory.Exists(options.Input);
        var statePath = isFolder ? options.State ?? StateFolder.FileFor(options.Output) : null;
        var factory = new ModelFactory(parts);
        using var blocks = new LargeBlocks();
        using var model = factory.Create(Spec, run.Seed).To(run.Device);
        var state = ResumePoint.Begin(options, Spec, model, statePath, run);
        set_num_threads(state.Settings.Threads);
        using var bicubic = factory.Create(new ModelSpec { ShortName = "bicubic" });
        if (options.Model is null)
            run.Publish(new MessageEvent($"The model is the shipped one, {model.Name}."));
        if (model.IsTrained == false)
            run.Publish(new MessageEvent($"{model.Name} is untrained: its weights are random numbers, and so is its result.", IsWarning: true));
        var work = new FolderWork(options, run, list, state, model, bicubic, cancellationToken);
        return await work.RunAsync(cancellationToken);
    }
}
