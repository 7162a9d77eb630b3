using System.Globalization;
using Coz.Console.Ui.Runs;
using Coz.Host.Configuration;

namespace Coz.Console.Ui.Text;

/// <summary>A run as text.</summary>
internal static class RunText
{
    /// <summary>How it stands: state, time, fault, progress, series.</summary>
    public static IReadOnlyList<string> Head(Run? run, int width, DateTimeOffset now)
    {
        if (run is null)
            return ["It has not run yet: Enter runs it."];
        var status = run.Status;
        var lines = new List<string> { $"{run.Phase.ToString().ToLowerInvariant()}  {Time(run, now)}  {Path.GetFileName(run.Folder)}".TrimEnd() };
        if (run.Fault is { } fault)
            lines.AddRange(Wrapping.Wrap(fault, width));
        lines.AddRange(status.Progress.TakeLast(4).SelectMany(progress => ProgressText.Lines(progress, width)));
        lines.AddRange(status.Scalars.TakeLast(4).Select(scalar => string.Create(CultureInfo.InvariantCulture, $"{scalar.Name} {scalar.Value:G6} at {scalar.Step}")));
        lines.Add(new string('-', Math.Max(1, width)));
        return lines;
    }

    /// <summary>Messages, warnings and faults, the oldest first.</summary>
    public static IReadOnlyList<string> Log(Run? run, int width) =>
        [.. run?.Status.Log.SelectMany(line => Wrapping.Wrap(line, width, indent: 9)) ?? []];

    /// <summary>Tables and files.</summary>
    public static IReadOnlyList<string> Results(Run? run, int width)
    {
        if (run is null)
            return ["It has not run yet: Enter runs it."];
        var status = run.Status;
        var lines = status.Tables.SelectMany(table => TableText.Lines(table, width).Append("")).ToList();
        if (lines.Count == 0)
            lines.AddRange([run.IsActive ? "There is no table yet." : "The run left no table.", ""]);
        if (run.Folder is { } folder)
            lines.AddRange(Wrapping.Wrap($"run folder: {JsonLayer.Shown(folder)}", width, indent: 2));
        lines.AddRange(status.Files.Select(file => $"{file.Name}: {file.Path}"));
        return lines;
    }

    private static string Time(Run run, DateTimeOffset now) =>
        run.Status.Started is { } started ? ((run.IsActive ? now : run.Status.LastWord) - started).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture) : "";
}
