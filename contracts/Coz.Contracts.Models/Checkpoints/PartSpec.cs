using System.Text.Json.Nodes;

namespace Coz.Contracts.Models;

/// <summary>A part as a checkpoint stores it: its name and options in JSON, not bound to any plugin.</summary>
/// <param name="Name">The part's name within its kind.</param>
/// <param name="Options">Options by their snake_case keys; what is missing has its default.</param>
public sealed record PartSpec(string Name, JsonObject Options)
{
    /// <summary>Writes a bound part as a spec, every option stated.</summary>
    /// <typeparam name="T">The base class of the part's kind.</typeparam>
    /// <param name="part">The bound part.</param>
    /// <returns>The spec.</returns>
    public static PartSpec From<T>(Part<T> part)
        where T : class => new(part.Name, part.Options?.ToJson() ?? []);
}
