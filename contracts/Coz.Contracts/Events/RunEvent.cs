using System.Text.Json.Serialization;

namespace Coz.Contracts;

/// <summary>
/// A line of a run's events.jsonl: one JSON object with <c>type</c>, <c>version</c>, <c>time</c> and the fields of its record in
/// snake_case. Readers skip types and fields they do not know; a change of a field's meaning raises the version.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(StateEvent), "state")]
[JsonDerivedType(typeof(ProgressEvent), "progress")]
[JsonDerivedType(typeof(MessageEvent), "message")]
[JsonDerivedType(typeof(ScalarEvent), "scalar")]
[JsonDerivedType(typeof(TableEvent), "table")]
[JsonDerivedType(typeof(ImageEvent), "image")]
[JsonDerivedType(typeof(ArtefactEvent), "artefact")]
[JsonDerivedType(typeof(FaultEvent), "fault")]
public abstract record RunEvent
{
    /// <summary>The version of the event format: 1.</summary>
    [JsonPropertyOrder(-2)]
    public int Version { get; init; } = 1;

    /// <summary>When it happened, with the offset from UTC; set by the run when left at its default.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset Time { get; init; }
}
