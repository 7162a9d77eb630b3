using Coz.Contracts;
using Coz.Toolkit;

namespace Coz.Plugins.Benchmark;

/// <summary>Writes what was measured: whole files, at the end of the work only.</summary>
/// <param name="options">What was asked for.</param>
/// <param name="run">Where files and events go.</param>
/// <param name="protocols">What was measured.</param>
internal sealed class Report(BenchmarkOptions options, IRunContext run, IReadOnlyList<MeasuredProtocol> protocols)
{
    public TaskResult Write(IReadOnlyList<Measurement> measurements)
    {
        var rows = SummaryRow.Of(measurements);
        var tables = ScaleTable.All(rows, protocols);
        Write("results", "results.csv", ResultsCsv.Of(measurements));
        Write("summary", "summary.csv", SummaryCsv.Of(rows));
        Write("table", "table.md", Markdown.Of(tables, options));
        if (options.Plots)
            Plot(rows);
        foreach (var table in tables)
            run.Publish(table);
        return new TaskResult(ResultJson.Of(rows));
    }

    private void Plot(IReadOnlyList<SummaryRow> rows)
    {
        foreach (var dataset in rows.GroupBy(row => row.Dataset))
        {
            foreach (var protocol in protocols)
            {
                var shown = dataset.Where(row => row.Metric == protocol.Metric && row.Protocol == protocol.Protocol.Name).ToList();
                var (png, svg) = ScalePlot.Draw(shown, protocol);
                var name = $"{protocol.Metric}-{protocol.Protocol.Name}-over-scale-{Label.File(dataset.Key)}";
                Write($"{protocol.Metric} {protocol.Protocol.Name} over scale, {dataset.Key} (PNG)", Path.Combine("plots", name + ".png"), png);
                Write($"{protocol.Metric} {protocol.Protocol.Name} over scale, {dataset.Key} (SVG)", Path.Combine("plots", name + ".svg"), svg);
            }
        }
    }

    private void Write(string name, string path, string text) => Write(name, path, System.Text.Encoding.UTF8.GetBytes(text));

    private void Write(string name, string path, byte[] bytes)
    {
        WholeFile.Write(Path.Combine(run.Folder, path), stream => stream.Write(bytes));
        run.Publish(new ArtefactEvent(name, path));
    }
}
