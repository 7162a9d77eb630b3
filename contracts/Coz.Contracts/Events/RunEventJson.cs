using System.Text.Json;
using System.Text.Json.Serialization;

namespace Coz.Contracts;

/// <summary>Reads and writes the lines of events.jsonl.</summary>
public static class RunEventJson
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Writes an event as one line of JSON, without the line's end.</summary>
    /// <param name="runEvent">The event.</param>
    /// <returns>The line.</returns>
    public static string Write(RunEvent runEvent) => JsonSerializer.Serialize(runEvent, Json);

    /// <summary>Reads a line.</summary>
    /// <param name="line">A line of events.jsonl.</param>
    /// <returns>The event; null if the line is not whole, or of a type this version does not know.</returns>
    public static RunEvent? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, Json);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
