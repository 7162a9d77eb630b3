using Coz.Toolkit;

namespace Coz.Plugins.Data;

/// <summary>Checks an option <c>scales</c>.</summary>
internal static class ScaleList
{
    public static IEnumerable<string> Faults(IReadOnlyList<double> scales) => scales.Count == 0
        ? [$"scales: at least one is needed, from {ScaleRules.Minimum} to {ScaleRules.Maximum}"]
        : scales.Select(scale => ScaleRules.Fault(scale, "scales")).OfType<string>();
}
