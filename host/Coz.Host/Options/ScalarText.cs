using System.Collections;
using System.Globalization;
using System.Text.Json;
using Coz.Contracts;

namespace Coz.Host.Options;

/// <summary>Reads scalars from text, without regard to the system's culture.</summary>
public static class ScalarText
{
    /// <summary>Reads a scalar.</summary>
    /// <param name="type">string, bool, a number, or an enumeration (by its names in kebab-case or snake_case).</param>
    /// <param name="text">The text.</param>
    /// <param name="value">The value.</param>
    /// <returns>True if the text is one of the type.</returns>
    public static bool TryParse(Type type, string text, out object? value)
    {
        var culture = CultureInfo.InvariantCulture;
        value = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var flag) ? flag : null,
            _ when type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null,
            _ when type == typeof(double) => double.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null,
            _ when type == typeof(float) => float.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null,
            _ when type.IsEnum => EnumValue(type, text),
            _ => throw new NotSupportedException($"An option cannot be a {type}."),
        };
        return value is not null;
    }

    /// <summary>The names of an enumeration's values as options write them: kebab-case.</summary>
    /// <param name="type">The enumeration.</param>
    /// <returns>The names.</returns>
    public static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    /// <summary>A type in words.</summary>
    /// <param name="type">The type.</param>
    /// <returns>For example "whole number".</returns>
    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) || type == typeof(long) => "whole number",
        _ when type == typeof(double) || type == typeof(float) => "number",
        _ when type == typeof(string) => "text",
        _ when type.IsEnum => "name",
        _ when Nullable.GetUnderlyingType(type) is { } inner => Describe(inner),
        { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Part<>) => Parts.PartKind.Of(type.GenericTypeArguments[0])!.Kind,
        { IsGenericType: true } when type.GenericTypeArguments.Length == 1 => "list of " + Describe(type.GenericTypeArguments[0]),
        _ when typeof(PluginOptions).IsAssignableFrom(type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.Name).Split('-')[0],
        _ => "value",
    };

    /// <summary>Writes a value as JSON would, lists included.</summary>
    /// <param name="value">A scalar or a list of them.</param>
    /// <returns>The text.</returns>
    public static string Show(object? value) => value switch
    {
        null => "nothing",
        string text => $"'{text}'",
        bool flag => flag ? "true" : "false",
        Enum name => JsonNamingPolicy.KebabCaseLower.ConvertName(name.ToString()),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Show))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? EnumValue(Type type, string text)
    {
        var plain = text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(plain, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }
}
