using System.Security.Cryptography;
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
    /// <param name="spec">The model.</param>
    /// <param name="path">The file that remembers; null to remember nothing.</param>
    /// <param name="run">The run: its device, and where messages go.</param>
    /// <returns>The state, written.</returns>
    /// <exception cref="CozException">The file cannot be written.</exception>
    public static ResumeState Begin(UpscaleOptions options, ModelSpec spec, string? path, IRunContext run)
    {
        var settings = new JobSettings(
            Asked(options, spec, run),
            options.Memory is { } text ? MemorySize.Parse(text)!.Value : FreeMemory.Share(),
            options.Threads > 0 ? options.Threads : get_num_threads(),
            null);
        var earlier = options.Resume && path is not null ? ResumeState.Read(path) : null;
        var state = new ResumeState(path, earlier is not null && settings.Differences(earlier.Settings).Count == 0 ? earlier.Settings : settings);
        if (earlier is not null && settings.Differences(earlier.Settings) is var differences)
        {
            if (differences.Count == 0)
                state.TakeOver(earlier);
            else
                run.Publish(new MessageEvent($"Nothing is resumed, all pictures are done anew: {string.Join(", ", differences)}.", IsWarning: true));
        }
        else if (options.Resume)
        {
            run.Publish(new MessageEvent(path is null ? "There is nothing to resume: a single picture is done anew." : "There is nothing to resume: no earlier run into this folder is known."));
        }

        state.Write();
        return state;
    }

    private static JsonObject Asked(UpscaleOptions options, ModelSpec spec, IRunContext run) => new()
    {
        ["input"] = options.Input,
        ["model"] = ModelOf(spec),
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
        ["version"] = $"{typeof(ResumePoint).Assembly.GetName().Version} libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)}",
    };

    // A checkpoint is its content: another file under the same name is another model.
    private static string ModelOf(ModelSpec spec)
    {
        if (spec.Checkpoint is not { } path)
            return spec.ToJson().ToJsonString();
        using var file = File.OpenRead(path);
        return $"{Path.GetFileName(path)} {Convert.ToHexStringLower(SHA256.HashData(file))[..16]}";
    }
}
