using System.Text.Json;

namespace Coz.Contracts.Devices;

/// <summary>What a simulator knows of a frame and an aligner must not: a file beside the simulator's card, never in the session's folder.</summary>
/// <param name="FileName">The name the camera gave the frame.</param>
/// <param name="Sha256">The SHA-256 of the frame's file: by it the truth of a frame is found.</param>
/// <param name="FocalLength">The true focal length, in mm.</param>
/// <param name="Geometry">What each pixel looks at.</param>
/// <param name="Exposure">The exposure in EV against the nominal one: drift and flicker included.</param>
/// <param name="Faults">What was done to the frame on purpose, by the names of the rig's JSON; empty for a good frame.</param>
public sealed record FrameTruth(string FileName, string Sha256, double FocalLength, FrameGeometry Geometry, double Exposure, IReadOnlyList<string> Faults)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>Reads all truths of a folder.</summary>
    /// <param name="folder">The folder that the simulator wrote.</param>
    /// <returns>The truths by the SHA-256 of their frames.</returns>
    /// <exception cref="CozException">The folder is missing, or one of its files is no truth.</exception>
    public static IReadOnlyDictionary<string, FrameTruth> ReadFolder(string folder)
    {
        if (!Directory.Exists(folder))
            throw new CozException($"There is no folder of true warps {folder}: only a simulated rig writes one.");
        var truths = new Dictionary<string, FrameTruth>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var truth = JsonSerializer.Deserialize<FrameTruth>(File.ReadAllText(file), Json)!;
                truths[truth.Sha256] = truth;
            }
            catch (Exception e) when (e is JsonException or IOException or ArgumentNullException or NullReferenceException)
            {
                throw new CozException($"{file} is no truth of a frame: {e.Message.Split(" Path:")[0]}", e);
            }
        }

        return truths;
    }

    /// <summary>Writes the truth as JSON.</summary>
    /// <returns>The text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
