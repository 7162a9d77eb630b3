using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts.Models;
using Coz.Plugins.Upscale.Jobs;
using Coz.Toolkit;

namespace Coz.Plugins.Upscale.Memory;

/// <summary>
/// Remembers what models take, in the user's data folder: measured once, so that the same command cuts a picture into the same tiles
/// tomorrow, and so gives the same file.
/// </summary>
/// <param name="path">The file; null to remember nothing.</param>
internal sealed class CalibrationCache(string? path)
{
    /// <summary>What is remembered, or else measured and remembered.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Threads of the tensor library.</param>
    /// <param name="measure">Measures.</param>
    public MemoryModel Of(SrModel model, int threads, Func<MemoryModel> measure)
    {
        var key = KeyOf(model, threads);
        if (Read()[key]?.Deserialize<MemoryModel>() is { } known)
            return known;
        var measured = measure();
        if (path is not null)
            Remember(path, key, measured);
        return measured;
    }

    private static string KeyOf(SrModel model, int threads) => string.Join(
        ' ',
        $"{model.EncoderPart?.Name} {model.EncoderPart?.Options?.ToJson().ToJsonString()}",
        $"{model.DecoderPart.Name} {model.DecoderPart.Options?.ToJson().ToJsonString()}",
        $"threads {threads}",
        $"build {(model.Encoder ?? (object)model.Decoder).GetType().Module.ModuleVersionId} {model.Decoder.GetType().Module.ModuleVersionId}");

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
