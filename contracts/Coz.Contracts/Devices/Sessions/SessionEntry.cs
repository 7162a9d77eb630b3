using System.Text.Json.Serialization;

namespace Coz.Contracts.Devices;

/// <summary>A line of a capture session's manifest: one JSON object with <c>type</c>, <c>time</c> and the fields of its record in snake_case. Lines are only ever appended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(SessionOpened), "opened")]
[JsonDerivedType(typeof(StepStarted), "step")]
[JsonDerivedType(typeof(FrameRecorded), "frame")]
[JsonDerivedType(typeof(FrameRejected), "rejected")]
[JsonDerivedType(typeof(FrameReleased), "released")]
[JsonDerivedType(typeof(SessionNote), "note")]
[JsonDerivedType(typeof(SessionClosed), "closed")]
public abstract record SessionEntry
{
    /// <summary>When it was written.</summary>
    [JsonPropertyOrder(-1)]
    public DateTimeOffset Time { get; init; }
}
