using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// Remembers what models take, in the user's data folder: measured once for a model, a grid's steps, a device and a number of threads, so
/// that the same command cuts a picture into the same tiles tomorrow, and so gives the same file.
/// </summary>
/// <param name="path">The file; null to remember nothing.</param>
internal sealed class CalibrationCache(string? path)
{
    private const int MostEntries = 500;

    /// <summary>What is remembered, or else measured, and remembered if it is sure.</summary>
    /// <param name="model">The model.</param>
    /// <param name="grid">The grid of the picture.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="threads">Threads of the tensor library.</param>
    /// <param name="measure">Measures.</param>
    public MemoryModel Of(SrModel model, GridQueries grid, string device, int threads, Func<(MemoryModel Model, bool IsSure)> measure)
    {
        var key = KeyOf(model, grid, device, threads);
        if (Known(key) is { IsSound: true } known)
            return known;
        var (measured, isSure) = measure();
        if (path is not null && isSure && measured.IsSound)
            Remember(path, key, measured);
        return measured;
    }

    private static string KeyOf(SrModel model, GridQueries grid, string device, int threads) => string.Join(
        ' ',
        $"{model.EncoderPart?.Name} {model.EncoderPart?.Options?.ToJson().ToJsonString()}",
        $"{model.DecoderPart.Name} {model.DecoderPart.Options?.ToJson().ToJsonString()}",
        $"steps {MemoryModel.StepsOf(grid)}",
        $"device {device}",
        $"threads {threads}",
        $"program {ProgramId.Of(model)}");

    private MemoryModel? Known(string key)
    {
        try
        {
            return Read()[key]?.Deserialize<MemoryModel>();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private JsonObject Read()
    {
        try
        {
            return path is not null && File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A folder that cannot be written costs a second's measurement the next time, and nobody an upscale.
    private void Remember(string file, string key, MemoryModel measured)
    {
        var all = Read();
        all.Remove(key);
        while (all.Count >= MostEntries)
            all.RemoveAt(0);
        all[key] = JsonSerializer.SerializeToNode(measured);
        try
        {
            WholeFile.Write(file, stream => JsonSerializer.Serialize(stream, all, StateFolder.Json));
        }
        catch (Contracts.CozException)
        {
        }
    }
}
