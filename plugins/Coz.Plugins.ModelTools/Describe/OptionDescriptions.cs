using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Contracts;

namespace Coz.Plugins.ModelTools.Describe;

/// <summary>What a part's options are for, as their record says.</summary>
internal static class OptionDescriptions
{
    /// <summary>A text an option, by its snake_case key; empty if the part takes none.</summary>
    public static JsonObject Of(PluginOptions? options)
    {
        var json = new JsonObject();
        foreach (var property in options?.GetType().GetProperties() ?? [])
        {
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } text)
                json[JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)] = text.Description;
        }

        return json;
    }
}
