using Coz.Console.Ui.Experiments;

namespace Coz.Console.Ui.Text;

/// <summary>A resolved experiment as text: values to the left, where they were set to the right.</summary>
internal static class ConfigText
{
    /// <summary>The lines of an experiment, or its fault.</summary>
    /// <param name="experiment">The experiment; null if there is none.</param>
    /// <param name="width">The most characters that are seen at once.</param>
    public static IReadOnlyList<string> Lines(ExperimentEntry? experiment, int width)
    {
        if (experiment is null)
            return [.. Wrapping.Wrap("There is no experiment in samples/experiments.", width)];
        if (experiment.Fault is { } fault)
            return [.. Wrapping.Wrap(fault, width), "", .. Wrapping.Wrap("It cannot be started. Mend the file: it is read again at once.", width)];
        var originWidth = experiment.Lines.Select(line => line.Origin.Length).DefaultIfEmpty().Max();
        var textWidth = Math.Max(width / 2, width - originWidth - 2);
        return [.. experiment.Lines.SelectMany(line => Lines(line, width, textWidth))];
    }

    private static IEnumerable<string> Lines(ResolvedLine line, int width, int textWidth)
    {
        if (line.Origin.Length == 0)
            return Wrapping.Wrap(line.Text, width, indent: 4);
        var parts = Wrapping.Wrap(line.Text, textWidth, indent: 4).ToList();
        parts[0] = $"{parts[0].PadRight(textWidth)}  {line.Origin}";
        return parts;
    }
}
