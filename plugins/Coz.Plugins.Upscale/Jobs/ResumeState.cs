using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;
using Coz.Plugins.Upscale.Memory;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>
/// What of a folder is done, in a file outside of it: each picture's name, the lengths of its file and of its result, and the settings.
/// Written after each picture, whole.
/// </summary>
/// <param name="path">The file; null to remember nothing.</param>
/// <param name="settings">The settings of this run.</param>
internal sealed class ResumeState(string? path, JobSettings settings)
{
    private readonly Dictionary<string, (long Input, long Output)> _done = [];

    /// <summary>The settings of the run.</summary>
    public JobSettings Settings { get; private set; } = settings;

    /// <summary>What an earlier run left.</summary>
    /// <returns>Its state; null if there is none, or none that can be read.</returns>
    public static ResumeState? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || JsonNode.Parse(File.ReadAllText(path)) is not JsonObject json)
                return null;
            var state = new ResumeState(path, new JobSettings(
                (JsonObject)json["asked"]!.DeepClone(), (long)json["memory"]!, (int)json["threads"]!, json["models"]?.Deserialize<Dictionary<string, MemoryModel>>() ?? []));
            foreach (var (name, lengths) in json["done"]!.AsObject())
                state._done[name] = ((long)lengths!["input"]!, (long)lengths["output"]!);
            return state;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or InvalidCastException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a picture is done, and its result is there.</summary>
    public bool IsDone(Job job) => _done.TryGetValue(job.Name, out var lengths)
        && lengths.Input == job.InputBytes
        && new FileInfo(job.Output) is { Exists: true } result && result.Length == lengths.Output;

    /// <summary>Remembers what the model takes on a grid: the tiles follow from it.</summary>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public void Measured(string steps, MemoryModel model)
    {
        Settings = Settings with { Models = new Dictionary<string, MemoryModel>(Settings.Models) { [steps] = model } };
        Write();
    }

    /// <summary>Remembers a picture.</summary>
    /// <exception cref="StateException">The file cannot be written.</exception>
    public void Add(Job job)
    {
        if (new FileInfo(job.Output) is not { Exists: true } result)
            return;
        _done[job.Name] = (job.InputBytes, result.Length);
        Write();
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="StateException">It cannot be written.</exception>
    public void Write()
    {
        if (path is null)
            return;
        var json = new JsonObject
        {
            ["asked"] = Settings.Asked.DeepClone(),
            ["memory"] = Settings.Memory,
            ["threads"] = Settings.Threads,
            ["models"] = JsonSerializer.SerializeToNode(Settings.Models),
            ["done"] = new JsonObject(_done.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry =>
                KeyValuePair.Create(entry.Key, (JsonNode?)new JsonObject { ["input"] = entry.Value.Input, ["output"] = entry.Value.Output }))),
        };
        try
        {
            WholeFile.Write(path, stream => JsonSerializer.Serialize(stream, json, StateFolder.Json));
        }
        catch (CozException e)
        {
            throw new StateException(path, e);
        }
    }
}
