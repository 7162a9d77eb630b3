using System.Globalization;
using Coz.Contracts;

namespace Coz.Console.Ui.Text;

/// <summary>Progress as text: a bar of plain characters, and below it what is being worked on.</summary>
internal static class ProgressText
{
    private const int BarWidth = 20;

    /// <summary>The lines of a piece of work.</summary>
    /// <param name="progress">The piece of work.</param>
    /// <param name="width">The most characters a line may have.</param>
    public static IEnumerable<string> Lines(ProgressEvent progress, int width)
    {
        yield return progress.Total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{progress.Name} {Bar(progress)} {100 * Share(progress),3:0} %  {progress.Done}/{progress.Total}")
            : string.Create(CultureInfo.InvariantCulture, $"{progress.Name} {progress.Done}");
        if (progress.Detail.Length > 0)
            yield return progress.Detail.Length + 2 > width ? $"  {progress.Detail[..Math.Max(0, width - 5)]}..." : $"  {progress.Detail}";
    }

    private static double Share(ProgressEvent progress) => Math.Clamp((double)progress.Done / progress.Total, 0, 1);

    private static string Bar(ProgressEvent progress)
    {
        var done = (int)(Share(progress) * BarWidth);
        return $"[{new string('#', done)}{new string('.', BarWidth - done)}]";
    }
}
