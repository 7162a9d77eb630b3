using System.Text;
using ScottPlot;

namespace Coz.Plugins.Benchmark;

/// <summary>Scores over the scale, a line a model.</summary>
internal static class ScalePlot
{
    private const int Width = 900;
    private const int Height = 600;

    /// <summary>Draws the rows of one data set under one protocol; infinite means are left out.</summary>
    public static (byte[] Png, byte[] Svg) Draw(IReadOnlyList<SummaryRow> rows, MeasuredProtocol protocol)
    {
        using var plot = new Plot();
        plot.Font.Set(PlotFonts.Use());
        plot.Title($"{rows[0].Dataset}, {protocol.Title}");
        plot.XLabel("scale");
        plot.YLabel(protocol.Unit.Length > 0 ? $"{protocol.Metric.ToUpperInvariant()} ({protocol.Unit})" : protocol.Metric.ToUpperInvariant());
        foreach (var model in rows.GroupBy(row => row.Model))
        {
            var points = model.Where(row => double.IsFinite(row.Value)).OrderBy(row => row.Scale).ToList();
            if (points.Count == 0)
                continue;
            var line = plot.Add.Scatter(points.Select(row => row.Scale).ToArray(), points.Select(row => row.Value).ToArray());
            line.LegendText = model.Key.Title;
            line.LineWidth = 2;
            line.MarkerSize = 8;
        }

        plot.ShowLegend(Alignment.UpperRight);
        return (plot.GetImageBytes(Width, Height, ImageFormat.Png), Encoding.UTF8.GetBytes(plot.GetSvgXml(Width, Height)));
    }
}
