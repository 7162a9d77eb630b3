using System.Text;
using Coz.Contracts;

namespace Coz.Plugins.Benchmark;

/// <summary>table.md: the tables with their protocols, and how to read them.</summary>
internal static class Markdown
{
    public static string Of(IReadOnlyList<TableEvent> tables, BenchmarkOptions options)
    {
        var text = new StringBuilder("# Benchmark\n\n");
        text.Append("Scores are means over images. Seconds are means an image over all scales, the first image's compilation apart. ");
        text.Append("A model marked untrained has seeded weights: its scores say nothing about its quality. Peak memory is not measured in this run.");
        text.Append(options.SelfEnsemble ? " Every result is the x8 self-ensemble; its seconds are those of all eight.\n" : "\n");
        foreach (var table in tables)
        {
            text.Append('\n').Append("## ").Append(Cell(table.Title)).Append("\n\n");
            Line(text, table.Columns);
            Line(text, table.Columns.Select((_, i) => i == 0 ? ":--" : "--:"));
            foreach (var row in table.Rows)
                Line(text, row);
        }

        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(Cell)).Append(" |\n");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
