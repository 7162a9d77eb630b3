using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Coz.Plugins.Checkpoints.Pickle;
using Coz.Toolkit;

namespace Coz.Plugins.Checkpoints.Official;

/// <summary>
/// The values arguments and options take: long, double, bool, string and long[], to and from pickles and JSON. A value's type is
/// that of the argument's default; an argument without a default is a whole number.
/// </summary>
internal static class ArgumentValue
{
    /// <summary>Reads a pickle's value as the type of a model value.</summary>
    /// <returns>The value; null if it is of another type.</returns>
    public static object? FromPickle(object? value, object? model) => (model, value) switch
    {
        (double, long number) => (double)number,
        (long[], PickleList list) => Numbers(list.Items),
        (long[], PickleTuple tuple) => Numbers(tuple.Items),
        (null, long) => value,
        _ when model is not null && value?.GetType() == model.GetType() => value,
        _ => null,
    };

    /// <summary>Reads a JSON value as the type of a model value.</summary>
    /// <returns>The value; null if it is of another type.</returns>
    public static object? FromJson(JsonNode node, object? model)
    {
        if (node is JsonArray array)
            return FromPickle(new PickleList { Items = [.. array.Select(item => item is null ? null : FromJson(item, null))] }, model);
        if (node is not JsonValue value)
            return null;
        object? plain = value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => value.GetValue<string>(),
            JsonValueKind.Number => Number(value.ToJsonString()),
            _ => null,
        };
        return FromPickle(plain, model);
    }

    public static JsonNode ToJson(object value) => value switch
    {
        long[] numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        long number => number,
        double number => number,
        bool flag => flag,
        _ => (string)value,
    };

    public static object? ToPickle(object? value) => value is long[] numbers ? new PickleList { Items = [.. numbers.Select(number => (object?)number)] } : value;

    public static bool AreEqual(object? a, object? b) => a is long[] left && b is long[] right ? left.SequenceEqual(right) : Equals(a, b);

    public static string Describe(object? value) => value switch
    {
        null => "None",
        string text => $"'{OneLine.Of(text)}'",
        long[] numbers => $"[{string.Join(", ", numbers.Take(16))}]",
        PickleList or PickleTuple => "a list",
        PickleDict => "a dictionary",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    public static string DescribeType(object? model) => model switch
    {
        double => "a number",
        bool => "True or False",
        string => "a text",
        long[] => "a list of whole numbers",
        _ => "a whole number",
    };

    private static object Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
        ? (object)whole
        : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static long[]? Numbers(IEnumerable<object?> items)
    {
        var all = items.ToList();
        return all.All(item => item is long) ? [.. all.Cast<long>()] : null;
    }
}
