using ScottPlot;

namespace Coz.Plugins.Benchmark;

/// <summary>The font that this plugin carries: ScottPlot draws no text, and says nothing, on a machine without fonts.</summary>
internal static class PlotFonts
{
    private const string Family = "DejaVu Sans";

    private static readonly Lazy<string> Registered = new(() =>
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(PlotFonts).Assembly.Location)!, "Fonts");
        ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans.ttf"));
        ScottPlot.Fonts.AddFontFile(Family, Path.Combine(folder, "DejaVuSans-Bold.ttf"), bold: true);
        ScottPlot.Fonts.Default = Family;
        ScottPlot.Fonts.Sans = Family;
        return Family;
    });

    /// <summary>Registers the font once a process, and names it.</summary>
    public static string Use() => Registered.Value;
}
