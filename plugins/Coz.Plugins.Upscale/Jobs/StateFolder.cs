using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Coz.Plugins.Upscale.Jobs;

/// <summary>Where upscaling remembers things: the user's data folder, never the folder of pictures.</summary>
internal static class StateFolder
{
    /// <summary>How its files are written.</summary>
    public static JsonSerializerOptions Json { get; } = new() { WriteIndented = true };

    /// <summary>The folder; null where the user has none.</summary>
    public static string? FullPath => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
        ? Path.Combine(folder, "coz", "upscale")
        : null;

    /// <summary>The file that remembers what was done into an output folder.</summary>
    /// <returns>The file; null where the user has no data folder.</returns>
    public static string? FileFor(string output) => FullPath is null
        ? null
        : Path.Combine(FullPath, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(output))))[..24]}.json");
}
