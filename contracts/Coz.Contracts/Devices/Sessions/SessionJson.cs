using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coz.Contracts.Devices;

/// <summary>Reads and writes the lines of a session's manifest.</summary>
public static class SessionJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes an entry as one line, without the line's end.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns>The line.</returns>
    public static string Write(SessionEntry entry) => JsonSerializer.Serialize(entry, Json);

    /// <summary>Reads a line.</summary>
    /// <param name="line">A line of the manifest.</param>
    /// <returns>The entry; null if the line is not whole (a process was killed while it wrote) or of a type this version does not know.</returns>
    public static SessionEntry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SessionEntry>(line, Json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
