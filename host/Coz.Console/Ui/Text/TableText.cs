using Coz.Contracts;

namespace Coz.Console.Ui.Text;

/// <summary>A table as text: the first column to the left, all others to the right.</summary>
internal static class TableText
{
    private const string Gap = "  ";

    /// <summary>The lines of a table: its title, broken to a width; its heads, a rule and its rows, as wide as they are.</summary>
    public static IEnumerable<string> Lines(TableEvent table, int width)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [table.Columns, .. table.Rows];
        var widths = Enumerable.Range(0, all.Max(row => row.Count)).Select(column => all.Max(row => column < row.Count ? row[column].Length : 0)).ToList();
        foreach (var line in table.Title.Length > 0 ? Wrapping.Wrap(table.Title, width) : [])
            yield return line;
        yield return Line(table.Columns, widths);
        yield return string.Join(Gap, widths.Select(each => new string('-', each)));
        foreach (var row in table.Rows)
            yield return Line(row, widths);
    }

    private static string Line(IReadOnlyList<string> row, List<int> widths) =>
        string.Join(Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
}
