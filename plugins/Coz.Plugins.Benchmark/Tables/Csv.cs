using System.Text;

namespace Coz.Plugins.Benchmark;

/// <summary>Comma-separated values as RFC 4180 has them, with line feeds.</summary>
internal static class Csv
{
    public static string Of(IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(columns))
            text.AppendJoin(',', row.Select(Field)).Append('\n');
        return text.ToString();
    }

    private static string Field(string value) =>
        value.AsSpan().ContainsAny(",\"\n\r") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
