using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coz.Host.Plugins;

/// <summary>plugin.json: what a plugin says of itself, written by its build.</summary>
public sealed record PluginManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "plugin.json";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    /// <summary>The plugin's id, unique among plugins.</summary>
    public required string Id { get; init; }

    /// <summary>The plugin's version.</summary>
    public string Version { get; init; } = "0.0.0";

    /// <summary>The contracts assemblies it was built against, each with the range of versions it accepts.</summary>
    public IReadOnlyDictionary<string, string> Contracts { get; init; } = new Dictionary<string, string>();

    /// <summary>The TorchSharp version it was built with; null if it uses none.</summary>
    [JsonPropertyName("torchsharp")]
    public string? TorchSharp { get; init; }

    /// <summary>The framework it was built for, for example net10.0.</summary>
    public string? TargetFramework { get; init; }

    /// <summary>The runtimes it runs on; empty for any.</summary>
    public IReadOnlyList<string> RuntimeIds { get; init; } = [];

    /// <summary>The DLL with its parts, relative to the folder.</summary>
    public required string Entry { get; init; }

    /// <summary>The licence, as an SPDX expression.</summary>
    public string? License { get; init; }

    /// <summary>How to cite it.</summary>
    public string? Citation { get; init; }

    /// <summary>The parts it provides.</summary>
    public IReadOnlyList<ProvidedPart> Provides { get; init; } = [];

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The plugin's folder.</param>
    /// <returns>The manifest.</returns>
    /// <exception cref="PluginFaultException">It is not readable as one.</exception>
    public static PluginManifest Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<PluginManifest>(File.ReadAllText(Path.Combine(folder, FileName)), Json)
                ?? throw new JsonException("the file holds null");
            return manifest.Id.Length > 0 && manifest.Entry.Length > 0 && manifest.Provides.All(part => part is not null)
                ? manifest
                : throw new JsonException("'id', 'entry' and the entries of 'provides' must not be empty");
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PluginFaultException(new PluginFault(
                PluginStatus.Broken, $"plugin.json cannot be read: {e.Message}", "Build the plugin again: its build writes plugin.json."));
        }
    }
}
