using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Memory;
using static TorchSharp.torch;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>Where a run begins: anew, or where an earlier one with the same settings ended.</summary>
internal static class ResumePoint
{
    /// <summary>Begins.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="spec">The model as it was named.</param>
    /// <param name="model">The model, loaded; the caller keeps it.</param>
    /// <param name="path">The file that remembers; null to remember nothing.</param>
    /// <param name="run">The run: its device, and where messages go.</param>
    /// <returns>The state, written.</returns>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public static ResumeState Begin(UpscaleOptions options, ModelSpec spec, SrModel model, string? path, IRunContext run)
    {
        var settings = new JobSettings(
            Asked(options, spec, model, run),
            options.Memory is { } text ? MemorySize.Parse(text)!.Value : FreeMemory.Share(),
            options.Threads > 0 ? options.Threads : get_num_threads(),
            new Dictionary<string, MemoryModel>());
        var earlier = options.Resume && path is not null ? ResumeState.Read(path) : null;
        IReadOnlyList<string> differences = earlier is null ? [] : settings.Differences(earlier.Settings);
        var state = earlier is not null && differences.Count == 0 ? earlier : new ResumeState(path, settings);
        if (differences.Count > 0)
        {
            run.Publish(new MessageEvent($"Nothing is resumed, all pictures are done anew: {string.Join(", ", differences)}.", IsWarning: true));
        }
        else if (options.Resume && earlier is null)
        {
            run.Publish(new MessageEvent(path is null ? "There is nothing to resume: a single picture is done anew." : "There is nothing to resume: no earlier run into this folder is known."));
        }

        state.Write();
        return state;
    }

    private static JsonObject Asked(UpscaleOptions options, ModelSpec spec, SrModel model, IRunContext run) => new()
    {
        ["input"] = options.Input,
        // A checkpoint is its content: another file under the same name is another model.
        ["model"] = spec.Checkpoint is { } checkpoint ? ModelFactory.NameOf(checkpoint) : spec.ToJson().ToJsonString(),
        ["scale"] = options.Scale,
        ["size"] = options.Size,
        ["self_ensemble"] = options.SelfEnsemble,
        ["preview"] = options.Preview,
        ["format"] = options.Format?.ToString().ToLowerInvariant(),
        ["quality"] = options.Quality,
        ["memory"] = options.Memory,
        ["threads"] = options.Threads,
        ["tile"] = options.Tile,
        ["device"] = run.Device,
        ["seed"] = run.Seed,
        ["program"] = ProgramId.Of(model),
        ["version"] = $"{typeof(ResumePoint).Assembly.GetName().Version} libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}",
    };
}
