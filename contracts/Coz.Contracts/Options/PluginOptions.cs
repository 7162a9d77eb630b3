using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Coz.Contracts;

/// <summary>
/// The options of a part: a record with init-only properties whose initial values are the defaults. In JSON a property is its
/// snake_case name. <see cref="System.ComponentModel.DescriptionAttribute"/> explains a property, the attributes of
/// <see cref="System.ComponentModel.DataAnnotations"/> limit its values, <see cref="OptionPathAttribute"/> makes it a path.
/// </summary>
public abstract record PluginOptions
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Checks what no attribute can: relations between options. Called after binding, before anything is constructed.</summary>
    /// <returns>One message a fault, each naming the option's snake_case key; empty when all is well.</returns>
    public virtual IEnumerable<string> Validate() => [];

    /// <summary>Writes every option, defaults included, by its snake_case key, as a checkpoint or a run stores it.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, GetType(), Json)!.AsObject();
}
