using Coz.Contracts;

namespace Coz.Console.Ui.Text;

/// <summary>A table as text: the first column to the left, all others to the right.</summary>
internal static class TableText
{
    private const string Gap = "  ";

    /// <summary>The lines of a table: its title, its heads, a rule, its rows.</summary>
    public static IEnumerable<string> Lines(TableEvent table)
    {
        IReadOnlyList<IReadOnlyList<string>> all = [table.Columns, .. table.Rows];
        var widths = Enumerable.Range(0, all.Max(row => row.Count)).Select(column => all.Max(row => column < row.Count ? row[column].Length : 0)).ToList();
        if (table.Title.Length > 0)
            yield return table.Title;
        yield return Line(table.Columns, widths);
        yield return string.Join(Gap, widths.Select(width => new string('-', width)));
        foreach (var row in table.Rows)
            yield return Line(row, widths);
    }

    private static string Line(IReadOnlyList<string> row, List<int> widths) =>
        string.Join(Gap, row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
}
